/**
 * Makes the demo recordings in resources/demo: `node scripts/make-demo.ts`. All of them are synthetic and the same bytes
 * on every run; a test compares what is shipped with what this makes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRecord } from '../src/main/formats/wfdb/record-writer.ts';
import { presetScenario } from '../src/main/simulator/presets.ts';
import { simulate } from '../src/main/simulator/simulate.ts';

interface DemoRecord {
  readonly preset: string;
  /** WFDB storage format: 16 for the twelve leads in microvolts, 212 for the long recording in steps of 5 µV. */
  readonly format: 16 | 212;
}

export const DEMO_RECORDS: readonly DemoRecord[] = [
  { preset: 'sinus', format: 16 },
  { preset: 'noisy-tachycardia', format: 16 },
  { preset: 'atrial-fibrillation', format: 16 },
  { preset: 'atrial-ectopy', format: 16 },
  { preset: 'ventricular-ectopy', format: 16 },
  { preset: 'bigeminy', format: 16 },
  { preset: 'left-bundle-branch-block', format: 16 },
  { preset: 'right-bundle-branch-block', format: 16 },
  { preset: 'holter', format: 212 },
];

/** The files of one demo recording by name. */
export function demoFiles({ preset, format }: DemoRecord): ReadonlyMap<string, Uint8Array> {
  const name = `synthetic-${preset}`;
  const recording = simulate(presetScenario(preset, { name }));
  const record = writeRecord(recording.header, recording.signal(), { name, format });
  const signal = Buffer.concat([...record.signal()]);
  return new Map([
    [record.headerFileName, Buffer.from(record.header())],
    [record.signalFileName, signal],
  ]);
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', 'resources', 'demo');
  mkdirSync(folder, { recursive: true });
  for (const record of DEMO_RECORDS) {
    for (const [name, bytes] of demoFiles(record)) {
      writeFileSync(join(folder, name), bytes);
      process.stdout.write(`${name} ${bytes.length} bytes\n`);
    }
  }
}
