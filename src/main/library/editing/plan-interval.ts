import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { type Edit, STANDING } from '../../../shared/contract/editing.ts';
import { Problem } from '../../../shared/problem.ts';
import type { AnnotationChange } from '../annotation-change.ts';
import { copyRow, emptyAnnotations, firstRowAt, pickRows, type StoredAnnotations } from '../annotation-columns.ts';
import { paintInterval, qualityLetters, qualitySubtype, type StateChange, withLevel } from './paint-interval.ts';

/** Codes of what is no label. */
export const CODE = {
  rhythm: codeOfMnemonic('+')?.code ?? 0,
  quality: codeOfMnemonic('~')?.code ?? 0,
  comment: codeOfMnemonic('"')?.code ?? 0,
} as const;

type IntervalEdit = Extract<Edit, { kind: 'rhythm' | 'quality' }>;

/** The rows that painting a stretch of rhythm or quality changes. Rows that stay what they are keep their ids. */
export function planInterval(
  state: StoredAnnotations,
  edit: IntervalEdit,
  around: { readonly samples: number; readonly leads: number; readonly nextId: number },
): AnnotationChange {
  const code = CODE[edit.kind];
  const rows: number[] = [];
  for (let row = 0; row < state.code.length; row++) if (state.code[row] === code) rows.push(row);
  const textOf = (row: number): string =>
    edit.kind === 'rhythm'
      ? (state.aux.get(row) ?? '').replaceAll('\0', '').trim()
      : qualityLetters(state.aux.get(row), state.subtype[row]!, around.leads);
  const changes = rows.map((row): StateChange => ({ sample: state.sample[row]!, state: textOf(row) }));
  const from = besideLabels(state, code, edit.from);
  const to = edit.to >= around.samples ? around.samples : besideLabels(state, code, edit.to);
  const painted = paintInterval(changes, {
    from,
    to,
    samples: around.samples,
    ...(edit.kind === 'rhythm' ? rhythmPainting(edit) : qualityPainting(edit, around.leads)),
  });

  const there = rows.filter((row) => state.sample[row]! >= from && state.sample[row]! <= to);
  const kept = new Set<number>();
  const before: number[] = [];
  const after: { readonly change: StateChange; readonly row: number }[] = [];
  for (const change of painted) {
    const row = there.find((each) => state.sample[each] === change.sample && !kept.has(each)) ?? -1;
    if (row >= 0) kept.add(row);
    if (row >= 0 && textOf(row) === change.state) continue;
    if (row >= 0) before.push(row);
    after.push({ change, row });
  }
  before.push(...there.filter((row) => !kept.has(row)));
  const put = emptyAnnotations(after.length);
  let nextId = around.nextId;
  after.forEach(({ change, row }, at) => {
    if (row >= 0) copyRow(state, row, put, at);
    else put.id[at] = nextId++;
    put.sample[at] = change.sample;
    put.code[at] = code;
    put.confidence[at] = Number.NaN;
    put.standing[at] = STANDING.reader;
    put.subtype[at] = edit.kind === 'quality' ? qualitySubtype(change.state) : 0;
    if (change.state === '') put.aux.delete(at);
    else put.aux.set(at, change.state);
  });
  return { kind: 'relabel', before: pickRows(state, before), after: put };
}

type Brush = Pick<Parameters<typeof paintInterval>[1], 'initial' | 'paint'>;

/** Before the first `+` no rhythm is stated; a `+` without text says the same. */
const rhythmPainting = ({ rhythm }: Extract<Edit, { kind: 'rhythm' }>): Brush => ({
  initial: '',
  paint: (_state, before) => (rhythm === undefined ? before : `(${rhythm}`),
});

function qualityPainting({ level, leads }: Extract<Edit, { kind: 'quality' }>, count: number): Brush {
  if (leads?.some((lead) => lead >= count)) throw new Problem('bad-input', 'This recording has no such lead.');
  return { initial: 'c'.repeat(count), paint: (state) => withLevel(state, level, leads) };
}

/** Two annotations of one channel must not share a sample in WFDB: a change stands just before the beat it begins with. */
function besideLabels(state: StoredAnnotations, code: number, sample: number): number {
  for (let row = firstRowAt(state.sample, sample); state.sample[row] === sample; row++) {
    if (state.code[row] !== code) return Math.max(0, sample - 1);
  }
  return sample;
}
