import { describe, expect, it } from 'vitest';
import { foldText, prefixQuery } from '../../../src/main/library/search-text.ts';
import { headerOf, importStudy, leadOf, temporaryLibrary } from './temporary-library.ts';

const library = temporaryLibrary();
const people = [
  { patient: { name: 'Müller, Łukasz', id: 'P-00123', sex: 'male', birthDate: '1961-02-03' }, name: '101' },
  { patient: { name: 'Ångström, Zoë', id: 'X9' }, name: '102' },
  { patient: {}, name: 'a00123', start: '2024-05-01T08:30:00', notes: ['Diagnosis: inferior infarct'] },
] as const;
const ids = people.map(({ patient, ...changes }) =>
  importStudy(library, { header: headerOf([leadOf(500)], patient, changes) }),
);
const found = (text: string): string[] =>
  library.studies.search({ text, offset: 0, limit: 50 }).rows.map(({ recordName }) => recordName);

describe('searching the worklist', () => {
  it.each([
    ['mul', ['101']],
    ['MÜLLER', ['101']],
    ['lukasz muller', ['101']],
    ['angstrom', ['102']],
    ['zoe', ['102']],
    ['00123', ['101']],
    ['a001', ['a00123']],
    ['10', ['102', '101']],
    ['2024-05', ['a00123']],
    ['infarct', ['a00123']],
    ['wfdb', ['a00123', '102', '101']],
    ['müller zoë', []],
    ['nobody', []],
    ['" OR *', []],
    ['  ', ['a00123', '102', '101']],
    ['--', ['a00123', '102', '101']],
  ])('finds by %j', (text, names) => {
    expect(found(text)).toEqual(names);
  });

  it('folds case and accents, those Unicode does not decompose included', () => {
    expect(foldText('Straße Ærø ÇİL Đỗ')).toBe('strasse aero cil do');
    expect(prefixQuery('O’Brien; DROP')).toBe('"o"* "brien"* "drop"*');
    expect(prefixQuery('…')).toBeUndefined();
  });

  it('shows each field as the file states it, or not at all', () => {
    const [row] = library.studies.search({ text: 'lukasz', offset: 0, limit: 1 }).rows;
    expect(row).toEqual({
      id: ids[0],
      status: 'new',
      patientName: 'Müller, Łukasz',
      patientId: 'P-00123',
      sex: 'male',
      birthDate: '1961-02-03',
      recordName: '101',
      format: 'WFDB',
      importedAt: '2026-11-22T10:00:00.000Z',
      durationSeconds: 2,
      leadNames: ['II'],
      synthetic: false,
    });
  });

  it('counts by status within the text, and pages within a status, newest first', () => {
    library.studies.setStatus(ids[0] ?? '', 'signed');
    const page = library.studies.search({ text: '', status: 'new', offset: 1, limit: 1 });
    expect(page.total).toBe(2);
    expect(page.countByStatus).toEqual({ new: 2, 'in-review': 0, signed: 1, quarantined: 0 });
    expect(page.rows.map(({ recordName }) => recordName)).toEqual(['102']);
    expect(library.studies.search({ text: '00123', offset: 0, limit: 9 }).countByStatus).toEqual({
      new: 0,
      'in-review': 0,
      signed: 1,
      quarantined: 0,
    });
  });
});

describe('patients', () => {
  it('are the same only where the files state the same id and agree in all else', () => {
    const rowOf = (patient: Parameters<typeof headerOf>[1]) => {
      const id = importStudy(library, { header: headerOf([leadOf(500)], patient) });
      return library.studies.row(id);
    };
    expect(rowOf({ id: 'X9', name: 'Ångström, Zoë' })).toMatchObject({ patientId: 'X9', patientName: 'Ångström, Zoë' });
    expect(rowOf({ id: 'X9', name: 'Somebody Else' })).toMatchObject({ patientName: 'Somebody Else' });
    expect(rowOf({})).not.toHaveProperty('patientName');
  });
});

describe('a quarantined file', () => {
  const file = { name: 'bad.dat', fingerprint: 'abc', reason: 'bad.dat is empty.', at: '2026-11-22T10:00:00Z' };

  it('stays visible with its reason, once for the same bytes, until it is dismissed', () => {
    const id = library.studies.quarantine(file);
    expect(library.studies.quarantine({ ...file, reason: 'bad.dat is still empty.' })).toBe(id);
    expect(library.studies.search({ text: 'bad', offset: 0, limit: 9 })).toMatchObject({
      total: 1,
      rows: [{ id, status: 'quarantined', recordName: 'bad.dat', reason: 'bad.dat is still empty.' }],
    });
    expect(library.studies.detail(id)).toMatchObject({ recordings: [], sources: [] });
    expect(() => library.studies.setStatus(id, 'signed')).toThrow(/not in the library/);
    library.studies.dismiss(id);
    expect(found('bad')).toEqual([]);
    expect(() => library.studies.dismiss(id)).toThrow(/not in the library/);
  });

  it('goes when the same bytes can be read after all', () => {
    library.studies.quarantine(file);
    const study = library.importStudy({
      id: 'after-all',
      header: headerOf([leadOf(0)]),
      synthetic: false,
      sources: [],
      importedAt: file.at,
    });
    study.finish([], 'abc');
    expect(found('bad')).toEqual([]);
  });

  it('is the only row that can be dismissed', () => {
    expect(() => library.studies.dismiss(ids[1] ?? '')).toThrow(/not in the library/);
    expect(library.studies.has(ids[1] ?? '')).toBe(true);
  });
});
