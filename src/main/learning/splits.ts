/**
 * Who may be trained on and who is kept apart. DS1 and DS2 are those of de Chazal et
 * al. 2004 (doi 10.1109/TBME.2004.827359), the paced records 102, 104, 107 and 217 left out; copies that keep 104 or 217
 * are in circulation, so the lists are frozen by a test. One patient straddles that split: 201 is in DS1, 202 in DS2.
 */
export const DS1 = [
  '101', '106', '108', '109', '112', '114', '115', '116', '118', '119', '122',
  '124', '201', '203', '205', '207', '208', '209', '215', '220', '223', '230',
] as const; // prettier-ignore

export const DS2 = [
  '100', '103', '105', '111', '113', '117', '121', '123', '200', '202', '210',
  '212', '213', '214', '219', '221', '222', '228', '231', '232', '233', '234',
] as const; // prettier-ignore

export const PACED = ['102', '104', '107', '217'] as const;

/** MIT-BIH's only patient with two records: 202 is the man of 201 (the database's own directory of records). */
const SECOND_RECORDS: ReadonlyMap<string, string> = new Map([['mitdb/202', 'mitdb/201']]);

/** Whose a record of a set of beats is: records of one patient share this. */
export const patientIn = (set: string, record: string): string =>
  SECOND_RECORDS.get(`${set}/${record}`) ?? `${set}/${record}`;

/** Records in atrial fibrillation for most of their length: S is reported with and without them. */
export const DS1_AF = ['201', '203'] as const;

/**
 * DS1 in five folds by record: the two AF records, the bundle branch blocks (118, 124 right; 109, 207 left), the fusion
 * beats (208) and the records that hold most S beats (209, 118, 207, 220) lie apart, or a fold would test what no other
 * fold can teach.
 */
export const DS1_FOLDS: readonly (readonly string[])[] = [
  ['101', '106', '118', '201', '215'],
  ['112', '122', '203', '207', '220'],
  ['115', '124', '208', '209'],
  ['109', '116', '119', '223'],
  ['108', '114', '205', '230'],
];

/** Every fourth record in the order of their numbers: svdb's neighbours are not related. */
export const everyNth = (records: readonly string[], folds: number): readonly (readonly string[])[] =>
  Array.from({ length: folds }, (_, fold) => records.filter((_record, index) => index % folds === fold));

/**
 * svdb's records that are kept apart: every third one of all 78, counted in the order of their numbers.
 * @param number of the record, 800–894
 */
export function isApartInSvdb(number: number): boolean {
  const place = SVDB_RUNS.findIndex(([first, last]) => number >= first && number <= last);
  const before = SVDB_RUNS.slice(0, place).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return place >= 0 && (before + number - SVDB_RUNS[place]![0]) % 3 === 2;
}

const SVDB_RUNS = [[800, 812], [820, 829], [840, 894]] as const; // prettier-ignore

/** PTB-XL's stratified folds (Wagner et al. 2020): 1–8 to train, 9 to test, 10 kept apart. */
export const PTBXL_TEST_FOLD = 9;
/** LUDB: records up to the first number train, up to the second test, the rest are kept apart. */
export const LUDB_LAST = { train: 120, test: 150 } as const;
/** CinC 2017: records up to this number train, the rest test. */
export const CINC_LAST_TRAIN = 160;
