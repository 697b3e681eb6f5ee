import type * as z from 'zod';
import { beforeEach, describe, expect, it } from 'vitest';
import { storedBytes } from '../../../src/main/library/learning-loop/stored-value.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { compareGroup, disagreements } from '../../../src/main/learning/clinic/compare-models.ts';
import { keptComparison, standingRefusal } from '../../../src/main/services/learning/kept-comparisons.ts';
import type { Comparison } from '../../../src/shared/contract/learning-evaluation.ts';
import type { GateRow, GateSentence } from '../../../src/shared/contract/learning-gate.ts';
import { gateWords } from '../../../src/shared/gate-words.ts';
import { temporaryLibrary } from '../library/temporary-library.ts';

const row: GateRow = {
  ...{ group: 'clinic', aamiClass: 'S', measure: 'f1', candidate: 70, incumbent: 80, difference: -10, margin: 3 },
  ...{ lowest: -12, beats: 40, outcome: 'worse' },
};
const falls: GateSentence = {
  ...{ code: 'falls', group: 'clinic', aamiClass: 'S', measure: 'f1', candidate: 70, incumbent: 80 },
  ...{ difference: -10, margin: 3 },
};
type Gate = z.input<typeof Comparison>['gate'];
const refused: Gate = {
  passed: false,
  rows: [row],
  sentences: [falls, { code: 'not-better' }],
  source: { code: 'margins-between-seeds' },
};
const passed: Gate = {
  ...{ passed: true, rows: [{ ...row, outcome: 'held' }], source: { code: 'margins-between-seeds' } },
  sentences: [{ code: 'not-worse', shipped: true }],
};

describe('a refusal by the gate', () => {
  let library: Library;
  const keep = (gate: Gate, patients: number, incumbentId = 'in-use', day = 20): void => {
    const at = `2026-11-${String(day)}T10:00:00Z`;
    const group = compareGroup('clinic', [], { candidate: 'new', incumbent: incumbentId });
    const comparison: z.input<typeof Comparison> = {
      ...{ candidateId: 'new', incumbentId, groups: [{ ...group, patients }], gate, at },
      disagreements: disagreements([]),
    };
    const content = storedBytes(comparison);
    library.learning.candidates.addComparison({ modelId: 'new', incumbentId, passed: gate.passed, content, at });
  };
  const told = (): GateSentence[] => keptComparison(library.learning.candidates, 'new').gate.sentences;

  beforeEach(() => {
    library = temporaryLibrary();
    const { jobs, candidates } = library.learning;
    const job = { id: 'job', kind: 'evaluate' as const, snapshotId: undefined, spec: {}, progress: {} };
    jobs.add({ ...job, createdBy: 'Dr Lead', createdAt: '2026-11-20T10:00:00Z' });
    candidates.add({ modelId: 'new', jobId: 'job', manifest: {}, at: '2026-11-20T10:00:00Z' });
  });

  it('stays beside the same model though more held-out patients would let it pass; says what was worse and how to go on', () => {
    keep(refused, 5);
    keep(passed, 12, 'in-use', 22);
    expect(keptComparison(library.learning.candidates, 'new').gate.passed).toBe(false);
    expect(told()).toEqual([
      {
        ...{ code: 'refused-before', incumbentId: 'in-use', at: '2026-11-20T10:00:00Z', patients: 12 },
        patientsBefore: 5,
      },
      falls,
      { code: 'go-on' },
    ]);
    const words = told().map(gateWords).join(' ');
    expect(words).toMatch(/on 12 held-out patients, would let it pass.*2026-11-20 on 5 held-out patients, refused it/);
    expect(words).toMatch(/S F1 on held-out.*falls from 80\.0 to 70\.0.*new snapshot and train.*written reason/);
  });

  it('stays beside another model too: no way leads round it over a third one', () => {
    keep(refused, 5, 'before');
    keep(passed, 12);
    expect(keptComparison(library.learning.candidates, 'new').gate.passed).toBe(false);
    expect(told()[0]).toMatchObject({ code: 'refused-before', incumbentId: 'before' });
    expect(standingRefusal(library.learning.candidates, 'new')).toMatchObject({ incumbentId: 'before' });
  });

  it('of an earlier version of the program is told in its own words', () => {
    keep({ passed: false, rows: [], sentences: ['S F1 falls.'], source: 'Margins: two deviations.' }, 5);
    expect(told().map(gateWords)).toEqual(['S F1 falls.']);
    keep(passed, 12);
    expect(told()).toContainEqual({ code: 'text', text: 'S F1 falls.' });
  });

  it('is none where the reference set alone was missing, as its sentence promises', () => {
    const unjudged: Gate = { ...passed, passed: false, sentences: [{ code: 'reference-missing' }] };
    keep(unjudged, 5);
    expect(keptComparison(library.learning.candidates, 'new').gate.passed).toBe(false);
    keep(passed, 5);
    expect(keptComparison(library.learning.candidates, 'new').gate.passed).toBe(true);
    // Unless something was found to be worse before.
    keep(refused, 5);
    keep(unjudged, 5);
    keep(passed, 5);
    expect(told()).toContainEqual({ code: 'go-on' });
  });
});
