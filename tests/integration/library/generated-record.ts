import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAnnotations } from '../../../src/main/formats/wfdb/annotation-writer.ts';
import { writeRecord } from '../../../src/main/formats/wfdb/record-writer.ts';
import { presetScenario, type PresetOptions } from '../../../src/main/simulator/presets.ts';
import { simulate } from '../../../src/main/simulator/simulate.ts';

/** The files of a simulated recording as WFDB, by name. */
export function simulatedRecord(preset: string, options: PresetOptions = {}): Record<string, Uint8Array> {
  const recording = simulate(presetScenario(preset, options));
  const { name } = recording.header;
  const record = writeRecord(recording.header, recording.signal(), { name });
  const signal = Buffer.concat([...record.signal()]);
  return {
    [record.headerFileName]: Buffer.from(record.header()),
    [record.signalFileName]: signal,
    [`${name}.atr`]: Buffer.from(writeAnnotations(recording.annotations)),
  };
}

/** The same, written to a folder; returns the header's path. */
export function writeSimulatedRecord(folder: string, preset: string, options: PresetOptions = {}): string {
  const files = simulatedRecord(preset, options);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return join(folder, Object.keys(files)[0] ?? '');
}
