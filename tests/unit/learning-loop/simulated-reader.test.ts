import { describe, expect, it } from 'vitest';
import { type ClinicRow, clinicTable } from '../../accuracy/learning-clinic-table.ts';
import { type LoopRow, loopTables } from '../../accuracy/learning-loop-table.ts';
import {
  askable,
  ASKED_SECONDS,
  countedBeats,
  countsOf,
  review,
  reviewInTurn,
} from '../../accuracy/simulated-reader.ts';

/** Half an hour with a beat a second, every fifth a V, of which the model finds every second one. */
const record = {
  sample: Int32Array.from({ length: 1_800 }, (_, beat) => beat * 360),
  label: Uint8Array.from({ length: 1_800 }, (_, beat) => (beat % 5 === 0 ? 2 : 0)),
  reference: { rate: 360 },
};
const said = record.label.map((label, beat) => (beat % 10 === 0 ? 0 : label));

describe('what corrections are worth', () => {
  it('a figure without training stays as it is whatever was corrected', () => {
    const figures = [0, 25, 50].map((budget) => {
      const { usable, corrected } = review(record, said, askable(record), budget, 'corrects');
      expect(corrected).toBe(budget);
      const counted = countedBeats(record);
      expect(usable.some((mark, beat) => mark === 1 && counted[beat] === 1)).toBe(false);
      return countsOf(record.label, said, 'V', counted).join();
    });
    expect(new Set(figures).size).toBe(1);
  });

  it('a queue asks of the first part of a record alone, and what is counted lies behind it', () => {
    expect(askable(record)).toHaveLength(ASKED_SECONDS);
    expect(countedBeats(record).indexOf(1)).toBeGreaterThan(ASKED_SECONDS);
    expect(review(record, said, askable(record), 1e6, 'answers').looked).toBe(ASKED_SECONDS);
  });

  it('the tables hold whole records alone, and tell how many labels most of the gain takes', () => {
    const row = (record_: string, budget: number, hits: number): LoopRow => ({
      ...{ key: '', fold: 0, strategy: 'random', budget, seed: 1, record: record_, looked: 2 * budget },
      ...{ corrected: budget, labels: budget, seconds: 1 },
      rest: { V: [hits, 100 - hits, 0], S: [0, 0, 0] },
      others: { V: [90, 10, 0], S: [50, 50, 0] },
    });
    const rows = [row('a', 0, 50), row('a', 25, 95), row('a', 50, 96), row('b', 0, 10)];
    const text = loopTables(rows, ['random'], [0, 25, 50]);
    expect(text).toContain('Records a, 1 seeds.');
    expect(text).toContain('| random | 25 | 25 | 50 | 97.4 |');
    expect(text).toContain('| random | 25 (looked at 50) | no gain |');
  });

  it('of several patients one beat each is looked at in turn, until the corrections are used up', () => {
    const labels = [
      [2, 2, 2],
      [0, 2, 0],
    ].map((label) => ({ label: Uint8Array.from(label) }));
    const normal = labels.map(({ label }) => new Uint8Array(label.length));
    const queues = [
      [0, 1, 2],
      [2, 1],
    ];
    const work = reviewInTurn(labels, normal, queues, 3, 'corrects');
    expect(work).toMatchObject({ looked: 4, corrected: 3 });
    expect(work.usable.map((marks) => marks.join(''))).toEqual(['110', '010']);
    expect(reviewInTurn(labels, normal, queues, 99, 'corrects')).toMatchObject({ looked: 5, corrected: 4 });
    const confirmed = reviewInTurn(labels, normal, queues, 3, 'confirms');
    expect(confirmed.usable.map((marks) => marks.join(''))).toEqual(['110', '011']);
  });

  it('the table of a clinic leaves out seeds with fewer folds, and folds that are not finished', () => {
    const row = (fold: number, seed: number, budget: number, hits: number): ClinicRow => ({
      ...{ key: '', fold, seed, budget, strategy: 'random', looked: budget, corrected: budget, seconds: 1 },
      next: { V: [hits, 100 - hits, 0], S: [50, 50, 0] },
      rest: { V: [hits, 100 - hits, 0], S: [50, 50, 0] },
    });
    const first = [row(0, 1, 0, 50), row(0, 1, 25, 100), row(1, 1, 0, 50), row(1, 1, 25, 0)];
    const text = clinicTable([...first, row(0, 2, 0, 7), row(0, 2, 25, 7), row(2, 1, 0, 3)], ['random'], [0, 25]);
    expect(text).toContain('2 folds, 1 seeds.');
    // Rows of other orders in the same file do not stand in the way.
    const other = { ...row(0, 1, 0, 7), strategy: 'clusters' };
    expect(clinicTable([...first, other], ['random'], [0, 25])).toContain('2 folds, 1 seeds.');
    expect(text).toMatch(/random \| 25 \| 25 \| 66\.7 /);
  });
});
