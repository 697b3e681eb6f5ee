import { isLabelCode } from '../../../shared/annotation-codes.ts';
import { type EditRows, STANDING } from '../../../shared/contract/editing.ts';
import type { StoredAnnotations } from '../annotation-columns.ts';
import { CODE } from './plan-interval.ts';

/** The code of each row of a set by its id; 0 where there is none. */
export function codesById({ id, code }: StoredAnnotations): Uint8Array {
  let highest = -1;
  for (const each of id) if (each > highest) highest = each;
  const codes = new Uint8Array(highest + 1);
  for (let row = 0; row < id.length; row++) codes[id[row]!] = code[row]!;
  return codes;
}

/** Rows as the contract has them: copies, because a view would take its whole block across the wire. */
export function editRows(rows: StoredAnnotations, sourceCodes: Uint8Array): EditRows {
  const sourceCode = new Uint8Array(rows.id.length);
  for (let row = 0; row < sourceCode.length; row++) sourceCode[row] = sourceCodes[rows.id[row]!] ?? 0;
  return {
    id: new Int32Array(rows.id),
    sample: new Int32Array(rows.sample),
    code: new Uint8Array(rows.code),
    subtype: new Int8Array(rows.subtype),
    channel: new Uint8Array(rows.channel),
    num: new Int8Array(rows.num),
    confidence: new Float32Array(rows.confidence),
    standing: new Uint8Array(rows.standing),
    sourceCode,
    auxRow: Int32Array.from(rows.aux.keys()),
    auxText: [...rows.aux.values()],
  };
}

/** How many labels there are, and how many of them a person set or confirmed. */
export function labelCounts({ code, standing }: StoredAnnotations): { labels: number; confirmed: number } {
  let labels = 0;
  let confirmed = 0;
  for (let row = 0; row < code.length; row++) {
    if (!isLabelCode(code[row]!)) continue;
    labels++;
    if (standing[row] !== STANDING.source) confirmed++;
  }
  return { labels, confirmed };
}

/** Whether the labels and rhythm changes of a set are where and what those of its source are, whoever confirmed them. */
export function isAsSource(rows: StoredAnnotations, source: StoredAnnotations): boolean {
  let at = 0;
  for (let row = 0; row < rows.code.length; row++) {
    if (!tellsRhythm(rows.code[row]!)) continue;
    while (at < source.code.length && !tellsRhythm(source.code[at]!)) at++;
    const isSame =
      rows.sample[row] === source.sample[at] &&
      rows.code[row] === source.code[at] &&
      rows.aux.get(row) === source.aux.get(at);
    if (!isSame) return false;
    at++;
  }
  while (at < source.code.length && !tellsRhythm(source.code[at]!)) at++;
  return at === source.code.length;
}

const tellsRhythm = (code: number): boolean => isLabelCode(code) || code === CODE.rhythm;

/** How many rows there are of each code: parallel columns. */
export function codeCounts(code: Uint8Array): { codes: Uint8Array<ArrayBuffer>; counts: Int32Array<ArrayBuffer> } {
  const counts = new Int32Array(256);
  for (const each of code) counts[each]!++;
  const codes = Uint8Array.from([...counts.keys()].filter((each) => counts[each]! > 0));
  return { codes, counts: Int32Array.from(codes, (each) => counts[each]!) };
}
