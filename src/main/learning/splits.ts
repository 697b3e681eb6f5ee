/**
 * Who may be trained on and who is kept apart. Patients never straddle a split. DS1 and DS2 are those of de Chazal et
 * al. 2004 (doi 10.1109/TBME.2004.827359), the paced records 102, 104, 107 and 217 left out; copies that keep 104 or 217
 * are in circulation, so the lists are frozen by a test.
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
