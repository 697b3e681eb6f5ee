import { expect, it } from 'vitest';
import { ecgLeads } from '../../../src/main/inference/reading/recording-source.ts';

const lead = (name: string, unit: string, rate: number, samples = 1000) => ({
  name,
  unit,
  rate,
  samples,
  gain: 200,
  baseline: 0,
});

it('beats are looked for in voltages that are sampled fast enough to show a QRS complex', () => {
  const leads = [lead('II', 'mV', 360), lead('ABP', 'mmHg', 360), lead('trend', 'mV', 1), lead('V1', 'mV', 128, 0)];
  expect(ecgLeads({ leads }).map(({ index }) => index)).toEqual([0]);
});
