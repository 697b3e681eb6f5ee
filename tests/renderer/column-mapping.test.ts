import { describe, expect, it } from 'vitest';
import { ColumnMappingDraft } from '../../src/renderer/src/state/column-mapping.svelte.ts';
import { strings } from '../../src/renderer/src/language/strings.ts';
import { ColumnMapping } from '../../src/shared/contract/library.ts';

const { missing } = strings.mapping;
const draftOf = (columns: string[]) =>
  new ColumnMappingDraft({ kind: 'needs-mapping', file: 'a.csv', fileId: '1', columns, rows: [], reason: '' });

describe('describing the columns of a file', () => {
  it('begins with nothing chosen, not even what the titles suggest', () => {
    const draft = draftOf(['time', 'II', 'V5']);
    expect(draft.roles).toEqual(['unused', 'unused', 'unused']);
    expect([draft.unit, draft.timeUnit, draft.rate]).toEqual(['', '', '']);
    expect(draft.mapping).toBeUndefined();
    expect(draft.missing).toEqual([missing.lead, missing.rate, missing.unit]);
  });

  it('is complete with leads, a unit and a rate', () => {
    const draft = draftOf(['II', 'V5']);
    draft.setRole(1, 'lead');
    draft.unit = 'uV';
    draft.rate = '360';
    expect(draft.missing).toEqual([]);
    expect(ColumnMapping.parse(draft.mapping)).toEqual({
      leads: [{ column: 1, name: 'V5' }],
      unit: 'uV',
      rate: 360,
    });
  });

  it('takes the rate from a time column, whose unit must be said', () => {
    const draft = draftOf(['t', 'II']);
    draft.setRole(0, 'time');
    draft.setRole(1, 'lead');
    draft.unit = 'mV';
    expect(draft.missing).toContain(missing.timeUnit);
    draft.timeUnit = 'ms';
    expect(draft.missing).toEqual([]);
    expect(draft.mapping).toEqual({ leads: [{ column: 1, name: 'II' }], unit: 'mV', timeColumn: 0, timeUnit: 'ms' });
  });

  it('needs a rate as well where time is counted in samples', () => {
    const draft = draftOf(['n', 'II']);
    draft.setRole(0, 'time');
    draft.setRole(1, 'lead');
    draft.unit = 'mV';
    draft.timeUnit = 'sample';
    expect(draft.missing).toEqual([missing.rate]);
    draft.rate = '250,5';
    expect(draft.mapping).toMatchObject({ rate: 250.5, timeUnit: 'sample' });
  });

  it.each(['0', '-5', 'fast', '100001'])('refuses %s as a rate', (rate) => {
    const draft = draftOf(['II']);
    draft.setRole(0, 'lead');
    draft.unit = 'mV';
    draft.rate = rate;
    expect(draft.missing).toEqual([missing.rateRange]);
  });

  it('takes a title for a lead name only where the file gives one', () => {
    const draft = draftOf(['MLII', 'Column 2', '0.135']);
    for (const column of [0, 1, 2]) draft.setRole(column, 'lead');
    expect(draft.names).toEqual(['MLII', '', '']);
    expect(draft.missing).toContain(missing.leadName);
  });

  it('wants lead names that differ', () => {
    const draft = draftOf(['II', 'II']);
    draft.setRole(0, 'lead');
    draft.setRole(1, 'lead');
    expect(draft.missing).toContain(missing.sameName);
  });

  it('has one time column at most', () => {
    const draft = draftOf(['a', 'b']);
    draft.setRole(0, 'time');
    draft.setRole(1, 'time');
    expect(draft.roles).toEqual(['unused', 'time']);
  });
});
