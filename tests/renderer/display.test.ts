import { describe, expect, it } from 'vitest';
import { formatBytes, formatShare } from '../../src/renderer/src/display/numbers.ts';
import { ageAndSex, leadsText, reasonText, studyTitle } from '../../src/renderer/src/display/study-facts.ts';
import {
  formatDuration,
  formatDurationBriefly,
  formatMoment,
  formatStatedTime,
} from '../../src/renderer/src/display/times.ts';
import { commandOf } from '../../src/renderer/src/window-keys.ts';
import { STANDARD_LEADS } from '../../src/shared/leads.ts';
import { FAKE_STUDIES } from '../page/fake-studies.ts';

describe('what is unknown', () => {
  it('is a dash, never zero and never a guess', () => {
    const [row] = FAKE_STUDIES;
    if (!row) throw new Error('no studies');
    const anonymous = { ...row, ageYears: undefined, sex: 'unknown' as const, birthDate: '1941-03-02' };
    expect(ageAndSex(anonymous)).toBe('–');
    expect(ageAndSex({ ...anonymous, sex: 'female' })).toBe('– F');
    expect(ageAndSex({ ...anonymous, ageYears: 0 })).toBe('0 –');
    expect(formatStatedTime(undefined)).toBe('–');
    expect(formatDuration(0)).toBe('–');
    expect(leadsText([])).toBe('–');
  });
});

describe('what a study is called', () => {
  it('is the patient’s name, else the number, else the record', () => {
    const [row] = FAKE_STUDIES;
    if (!row) throw new Error('no studies');
    const bare = { ...row, patientName: undefined, patientId: undefined, recordName: '100' };
    expect(studyTitle(bare)).toBe('100');
    expect(studyTitle({ ...bare, patientId: 'MRN-7' })).toBe('MRN-7');
    expect(studyTitle({ ...bare, patientId: 'MRN-7', patientName: 'Doe, Jane' })).toBe('Doe, Jane');
  });
});

describe('why a file could not be read', () => {
  it('is said without the name that stands beside it', () => {
    const reason = 'night-1.hea cannot be read: the signals are missing.';
    expect(reasonText({ recordName: 'night-1', reason })).toBe('Cannot be read: the signals are missing.');
    expect(reasonText({ recordName: 'night-1.hea', reason })).toBe('Cannot be read: the signals are missing.');
    expect(reasonText({ recordName: 'night-2', reason })).toBe(reason);
    expect(reasonText({ recordName: 'night-2', reason: undefined })).toBe('Quarantined');
  });
});

describe('numbers and times as they are read', () => {
  it('gives lengths in the two units that matter, or briefly in one', () => {
    expect([10, 10.25, 1805.6, 1800, 86_400, 86_100].map(formatDuration)).toEqual([
      '10 s',
      '10.3 s',
      '30 min 6 s',
      '30 min',
      '24 h',
      '23 h 55 min',
    ]);
    expect([10, 1805.6, 86_400, 5400].map(formatDurationBriefly)).toEqual(['10 s', '30 min', '24 h', '1.5 h']);
  });

  it('shows a time the file states as it is stated, whatever the time zone here', () => {
    expect(formatStatedTime('1984-11-18T09:17:34')).toBe('1984-11-18 09:17');
  });

  it('shows moments of the workstation in local time', () => {
    const local = new Date(2026, 10, 22, 8, 14);
    expect(formatMoment(local.toISOString())).toBe('2026-11-22 08:14');
    expect(formatMoment('nonsense')).toBe('–');
  });

  it('never rounds a few beats to none or nearly all to all', () => {
    expect([0, 1, 50, 999, 1000].map((part) => formatShare(part, 1000))).toEqual([
      '0 %',
      '< 1 %',
      '5 %',
      '> 99 %',
      '100 %',
    ]);
  });

  it('names few leads and counts many', () => {
    expect(leadsText(['MLII', 'V5'])).toBe('MLII, V5');
    expect(leadsText(STANDARD_LEADS)).toBe('12 leads');
    expect(leadsText(['a', 'b', 'c', 'd', 'e'])).toBe('5 leads');
  });

  it('gives sizes in powers of ten', () => {
    expect([0, 412, 1_950_000].map(formatBytes)).toEqual(['0 B', '412 B', '1.95 MB']);
  });
});

describe('keys of the window', () => {
  const key = (name: string, modifiers: { ctrlKey?: boolean; altKey?: boolean; shiftKey?: boolean } = {}) => ({
    key: name,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    ...modifiers,
  });

  it('are commands outside of fields and text inside', () => {
    expect(commandOf(key('/'), false)).toBe('search');
    expect(commandOf(key('/'), true)).toBeUndefined();
    expect(commandOf(key('?'), true)).toBeUndefined();
    expect(commandOf(key('b', { ctrlKey: true }), true)).toBe('worklist');
    expect(commandOf(key('o', { ctrlKey: true }), false)).toBe('import-files');
    expect(commandOf(key('O', { ctrlKey: true, shiftKey: true }), false)).toBe('import-folder');
  });

  it('leave letters alone: they are beat labels', () => {
    for (const letter of 'NVSAFQjJaAe') expect(commandOf(key(letter), false)).toBeUndefined();
  });

  it('step through the list with Alt, except where Alt opens a list field', () => {
    expect(commandOf(key('ArrowDown', { altKey: true }), false)).toBe('next');
    expect(commandOf(key('ArrowDown', { altKey: true }), true)).toBeUndefined();
  });
});
