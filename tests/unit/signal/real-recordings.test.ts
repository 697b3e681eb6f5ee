import { describe, expect, it } from 'vitest';
import { compareBeats } from '../../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../../src/main/signal/detect-beats.ts';
import { leadBlocks } from '../../../src/main/signal/lead-blocks.ts';
import { readRealRecord } from '../../accuracy/real-records.ts';
import { realData } from '../../real-data.ts';

interface Score {
  readonly sensitivity: number;
  readonly predictivity: number;
}

async function score(folder: string | undefined, names: readonly string[]): Promise<Score> {
  let matched = 0;
  let missed = 0;
  let extra = 0;
  for (const name of names) {
    const { header, leads, reference } = readRealRecord(folder ?? '', name);
    const runs = leads.map((samples, lead) => ({ lead, samples }));
    const found: number[] = [];
    const rates = header.leads.map(({ rate }) => rate);
    for await (const { sample } of detectBeats(header, leadBlocks(rates, runs))) found.push(...sample);
    const test = { sample: Int32Array.from(found), code: new Uint8Array(found.length).fill(1) };
    const result = compareBeats(reference, test, { rate: header.rate, to: header.samples });
    matched += result.truePositives;
    missed += result.falseNegatives;
    extra += result.falsePositives;
  }
  return { sensitivity: matched / (matched + missed), predictivity: matched / (matched + extra) };
}

describe('Beats of real recordings', () => {
  it.skipIf(!realData.mitdb)('are found in quiet, paced and bigeminal records with hardly an error', async () => {
    const { sensitivity, predictivity } = await score(realData.mitdb, ['101', '104', '107', '119', '209', '223']);
    expect(sensitivity).toBeGreaterThan(0.9985);
    expect(predictivity).toBeGreaterThan(0.9985);
  });

  it.skipIf(!realData.mitdb)('are found in the most difficult records too', async () => {
    const { sensitivity, predictivity } = await score(realData.mitdb, ['108', '203', '207', '208']);
    expect(sensitivity).toBeGreaterThan(0.996);
    expect(predictivity).toBeGreaterThan(0.996);
  });

  it.skipIf(!realData.svdb)('are found at another rate, in leads of unknown name', async () => {
    const { sensitivity, predictivity } = await score(realData.svdb, ['800', '841', '866', '893']);
    expect(sensitivity).toBeGreaterThan(0.998);
    expect(predictivity).toBeGreaterThan(0.998);
  });
});
