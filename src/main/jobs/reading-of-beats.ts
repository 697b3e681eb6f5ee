import { codeOfMnemonic } from '../../shared/annotation-codes.ts';
import type { BeatBatch } from '../signal/detect-beats.ts';
import type { EcgLead } from './recording-blocks.ts';
import type { Reading } from './store-reading.ts';

const NORMAL = codeOfMnemonic('N')?.code ?? 1;

/** A reading that knows beats alone. */
export function readingOf(batches: readonly BeatBatch[], leads: readonly EcgLead[]): Reading {
  const count = batches.reduce((sum, { sample }) => sum + sample.length, 0);
  const sample = new Int32Array(count);
  const confidence = new Float32Array(count);
  const channel = new Uint8Array(count);
  let at = 0;
  for (const batch of batches) {
    sample.set(batch.sample, at);
    confidence.set(batch.confidence, at);
    channel.set(
      batch.lead.map((lead) => leads[lead]?.index ?? 0),
      at,
    );
    at += batch.sample.length;
  }
  const code = new Uint8Array(count).fill(NORMAL);
  return {
    annotator: 'rules',
    madeBy: 'rules 1',
    annotations: {
      sample,
      code,
      subtype: new Int8Array(count),
      channel,
      num: new Int8Array(count),
      aux: new Map(),
      confidence,
    },
  };
}
