import { describe, expect, it } from 'vitest';
import { compareBeats, COMPARISON_LABELS } from '../../../../src/main/signal/beat-comparison.ts';
import { annotatedRecords, readRealRecord } from '../../../accuracy/real-records.ts';
import { realData } from '../../../real-data.ts';
import { blocksOf, NORMAL_BEAT, regularBeats, syntheticLead, VENTRICULAR_BEAT, withGap } from '../synthetic-ecg.ts';
import { confusion, letters, placesOf, read, rhythms, simulated } from './readings.ts';

const RATE = 250;
const oneLead = { rate: RATE, leads: [{ gain: 1000, baseline: 0 }] };

/** A lead in which the beats of the given numbers are ventricular and come early, with a pause behind them. */
function withVentricular(seconds: number, ventricular: ReadonlySet<number>): Int32Array {
  const beats = regularBeats(seconds, 0.8).map((at, beat) => (ventricular.has(beat) ? at - 0.28 : at));
  return syntheticLead({
    rate: RATE,
    seconds,
    beats,
    wavesOf: (beat) => (ventricular.has(beat) ? VENTRICULAR_BEAT : NORMAL_BEAT),
  });
}

describe('Ventricular beats', () => {
  it('are told by their shape and their coming early, each and no other', async () => {
    const reading = await read(oneLead, [[withVentricular(30, new Set([7, 19, 20 + 9]))]]);
    const found = letters(reading);
    expect(placesOf('V', found)).toEqual([7, 19, 29]);
    expect(found.replaceAll('V', '')).toMatch(/^N+$/);
  });

  it.each(['bigeminy', 'trigeminy', 'ventricular-ectopy'])('are found in simulated %s', async (id) => {
    const recording = simulated(id, { seconds: 60 });
    const count = confusion(recording, await read(recording.input, [recording.leads]));
    const missed = count('V', 'N') + count('V', 'S') + count('V', 'O');
    expect(count('V', 'V')).toBeGreaterThan(10);
    expect(missed / count('V', 'V')).toBeLessThan(0.04);
    expect(count('N', 'V') + count('O', 'V')).toBeLessThan(2);
  });

  it.each(['left-bundle-branch-block', 'right-bundle-branch-block', 'sinus', 'tachycardia', 'atrial-fibrillation'])(
    'are not seen in simulated %s, where the usual beat may be wide',
    async (id) => {
      const recording = simulated(id, { seconds: 60 });
      expect(letters(await read(recording.input, [recording.leads]))).toMatch(/^N+$/);
    },
  );

  it('are not seen where a loose electrode hides a beat that came when it was due', async () => {
    const recording = simulated('noisy-tachycardia', { seconds: 10 });
    expect(letters(await read(recording.input, [recording.leads]))).toMatch(/^N+$/);
  });

  it.skipIf(!realData.mitdb)('are found in real records with a precision that can be trusted', async () => {
    const folder = realData.mitdb ?? '';
    const size = COMPARISON_LABELS.length;
    const V = COMPARISON_LABELS.indexOf('V');
    let right = 0;
    let missed = 0;
    let wrong = 0;
    for (const name of annotatedRecords(folder).filter((each) => ['106', '116', '119', '208'].includes(each))) {
      const { header, leads, reference } = readRealRecord(folder, name);
      const reading = await read({ rate: header.rate, leads: header.leads }, [leads]);
      const { matrix } = compareBeats(reference, reading, { rate: header.rate, to: header.samples });
      right += matrix[V * size + V] ?? 0;
      COMPARISON_LABELS.forEach((label, other) => {
        if (label === 'V') return;
        missed += matrix[V * size + other] ?? 0;
        if (label !== 'F' && label !== 'Q') wrong += matrix[other * size + V] ?? 0;
      });
    }
    expect(right / (right + missed)).toBeGreaterThan(0.97);
    expect(right / (right + wrong)).toBeGreaterThan(0.95);
  });
});

describe('Atrial premature beats', () => {
  it('are told by coming early with the usual shape', async () => {
    const early = new Set([8, 15, 26]);
    const beats = regularBeats(30, 0.8).map((at, beat) => (early.has(beat) ? at - 0.25 : at));
    const found = letters(await read(oneLead, [[syntheticLead({ rate: RATE, seconds: 30, beats })]]));
    expect(placesOf('A', found)).toEqual([8, 15, 26]);
    expect(found).not.toContain('V');
  });

  it('are not seen in the ups and downs of a breathing sinus rhythm', async () => {
    const beats = [0.6];
    while ((beats.at(-1) ?? 0) < 58) {
      const last = beats.at(-1) ?? 0;
      beats.push(last + 0.85 + 0.12 * Math.sin((2 * Math.PI * last) / 5));
    }
    const found = letters(await read(oneLead, [[syntheticLead({ rate: RATE, seconds: 60, beats })]]));
    expect(found).toMatch(/^N+$/);
  });

  it('are found in simulated atrial ectopy, which is not taken for fibrillation', async () => {
    const recording = simulated('atrial-ectopy', { seconds: 60 });
    const reading = await read(recording.input, [recording.leads]);
    expect(confusion(recording, reading)('S', 'S')).toBeGreaterThanOrEqual(14);
    expect(rhythms(recording.recording, reading)).not.toContain('(AFIB');
  });
});

describe('The rhythm', () => {
  it.each([
    ['sinus', ['(N']],
    ['bradycardia', ['(SBR']],
    ['atrial-fibrillation', ['(AFIB']],
    ['bigeminy', ['(N', '(B', '(N']],
    ['trigeminy', ['(N', '(T', '(N']],
    ['ventricular-tachycardia', ['(N', '(VT', '(N']],
    ['left-bundle-branch-block', ['(N']],
  ])('of ten seconds of simulated %s is %j', async (id, expected) => {
    const recording = simulated(id, { seconds: 10 });
    expect(rhythms(recording.recording, await read(recording.input, [recording.leads]))).toEqual(expected);
  });

  it('of a half-hour Holter recording comes in the order it was played', async () => {
    const recording = simulated('holter', {});
    const found = rhythms(recording.recording, await read(recording.input, [recording.leads]));
    expect(found).toEqual(['(N', '(VT', '(N', '(B', '(N', '(AFIB', '(N']);
  });
});

describe('A reading', () => {
  it('does not depend on how the signal is cut', async () => {
    const recording = simulated('holter', { seconds: 130, rate: 250 });
    const whole = await read(recording.input, [recording.leads]);
    for (const size of [97, 1000, 9000]) {
      expect(await read(recording.input, blocksOf(recording.leads, size))).toEqual(whole);
    }
  });

  it('of more beats than fit at first keeps them all', async () => {
    const lead = syntheticLead({ rate: 100, seconds: 620, beats: regularBeats(620, 0.5) });
    const found = letters(await read({ rate: 100, leads: [{ gain: 1000, baseline: 0 }] }, [[lead]]));
    expect(found).toMatch(/^N{1230,1240}$/);
  });

  it('of three seconds calls nothing ventricular that is only different', async () => {
    const lead = syntheticLead({
      rate: RATE,
      seconds: 3,
      beats: [0.5, 1.3, 2.1],
      wavesOf: (beat) => (beat === 1 ? VENTRICULAR_BEAT : NORMAL_BEAT),
    });
    const reading = await read(oneLead, [[lead]]);
    expect(letters(reading)).toBe('NNN');
  });

  it('of a flat line, of nothing and of no leads is empty', async () => {
    for (const block of [[new Int32Array(10 * RATE)], [new Int32Array()]]) {
      expect((await read(oneLead, [block])).sample).toHaveLength(0);
    }
    expect((await read({ rate: RATE, leads: [] }, [[]])).sample).toHaveLength(0);
  });

  it('is not led astray by flat leads, gaps and leads of another rate, gain and polarity', async () => {
    const ventricular = new Set([9, 22]);
    const lead = withVentricular(30, ventricular);
    const beats = regularBeats(30, 0.8).map((at, beat) => (ventricular.has(beat) ? at - 0.28 : at));
    const other = syntheticLead({
      rate: 500,
      seconds: 30,
      beats,
      stepsPerMillivolt: -200,
      baseline: 512,
      wavesOf: (beat) => (ventricular.has(beat) ? VENTRICULAR_BEAT : NORMAL_BEAT),
    });
    const input = {
      rate: RATE,
      leads: [
        { gain: 1000, baseline: 0 },
        { gain: 200, baseline: 0 },
        { gain: 200, baseline: 512, rate: 500 },
      ],
    };
    const leads = [withGap(lead, 12 * RATE, 15 * RATE), new Int32Array(lead.length), other];
    const reading = await read(input, [leads], [4, 7, 9]);
    expect(placesOf('V', letters(reading))).toEqual([9, 22]);
    expect([...new Set(reading.channel)].filter((channel) => channel !== 4 && channel !== 9)).toEqual([]);
  });

  it('is less sure of what is less clear, and always between 0 and 1', async () => {
    const { confidence } = await read(oneLead, [[withVentricular(30, new Set([7, 19]))]]);
    for (const each of confidence) {
      expect(each).toBeGreaterThanOrEqual(0);
      expect(each).toBeLessThanOrEqual(1);
    }
    expect(Math.min(...confidence)).toBeGreaterThan(0.4);
  });
});
