import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Library, openLibrary } from '../../../src/main/library/open-library.ts';
import type { Lead, Patient, RecordingHeader } from '../../../src/shared/recording.ts';

const folders: string[] = [];
const open: Library[] = [];

afterAll(() => {
  for (const library of open) library.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-library-'));
  folders.push(folder);
  return folder;
}

/** A library that is closed and removed when the file's tests are over. */
export function temporaryLibrary(folder = temporaryFolder()): Library {
  const library = openLibrary(folder, { mode: 'owner' });
  open.push(library);
  return library;
}

/** Numbers that look random and are the same on every run (xorshift32). */
export function numbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export const leadOf = (samples: number, changes: Partial<Lead> = {}): Lead => ({
  name: 'II',
  unit: 'mV',
  rate: 250,
  samples,
  gain: 200,
  baseline: 0,
  ...changes,
});

export const headerOf = (
  leads: readonly Lead[],
  patient: Patient = {},
  changes: Partial<RecordingHeader> = {},
): RecordingHeader => ({
  format: 'WFDB',
  name: '101',
  rate: leads[0]?.rate ?? 250,
  samples: leads[0]?.samples ?? 0,
  patient,
  leads,
  notes: [],
  warnings: [],
  ...changes,
});

let studies = 0;

export interface StudyContent {
  readonly header?: RecordingHeader;
  readonly signals?: readonly Int32Array[];
  readonly id?: string;
  readonly synthetic?: boolean;
}

/** Imports a study, block by block as a reader yields it; returns its id. */
export function importStudy(library: Library, content: StudyContent = {}): string {
  const signals = content.signals ?? [new Int32Array(500)];
  const header = content.header ?? headerOf(signals.map((samples) => leadOf(samples.length)));
  const id = content.id ?? `s-${String(++studies)}`;
  const study = library.importStudy({
    id,
    header,
    synthetic: content.synthetic ?? false,
    sources: [],
    importedAt: '2026-11-22T10:00:00.000Z',
  });
  for (const [lead, samples] of signals.entries()) {
    for (let start = 0; start < samples.length; start += 10_007) {
      study.addSignal({ lead, start, samples: samples.slice(start, start + 10_007) });
    }
  }
  study.finish(header.warnings);
  return id;
}

export const recordingIdOf = (studyId: string): string => `${studyId}-1`;
