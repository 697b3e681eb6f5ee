import { describe, expect, it } from 'vitest';
import { type ModelRhythm, rhythmEpisodes } from '../../../src/main/signal/rhythm/rhythm-episodes.ts';
import { seeded } from '../signal/synthetic-ecg.ts';
import { BeatTrain, irregular, kindsOf, only, RATE, sinus } from './beat-train.ts';

const NO_BEATS = { rate: RATE, samples: 1000, sample: new Int32Array(0), code: new Uint8Array(0) };

describe('underlying rhythm', () => {
  it('covers the whole recording without a gap', () => {
    const train = sinus(100)
      .add('N'.repeat(200), irregular())
      .add('N'.repeat(100), 1.3)
      .add('N'.repeat(100), (beat) => Math.max(0.5, 1.3 - 0.02 * beat));
    const events = new Set(['pause', 'supraventricular-tachycardia']);
    const episodes = rhythmEpisodes(train.sequence).filter(({ kind }) => !events.has(kind));
    expect(episodes[0]?.from).toBe(0);
    expect(episodes.at(-1)?.to).toBe(train.sequence.samples);
    for (let i = 1; i < episodes.length; i++) expect(episodes[i]?.from).toBe(episodes[i - 1]?.to);
    expect(kindsOf(episodes)).toContain('sinus-rhythm');
    expect(kindsOf(episodes)).toContain('atrial-fibrillation');
    expect(kindsOf(episodes)).toContain('bradycardia');
  });

  it('is sinus rhythm with its rate and beats', () => {
    expect(rhythmEpisodes(sinus(100, 0.8).sequence)).toEqual([
      { kind: 'sinus-rhythm', from: 0, to: 20_250, beats: 100, rate: expect.closeTo(75, 5) as number, confidence: NaN },
    ]);
  });

  it('is not classified where there is no beat at all', () => {
    expect(kindsOf(rhythmEpisodes(NO_BEATS))).toEqual(['unclassified']);
    expect(rhythmEpisodes({ ...NO_BEATS, samples: 0 })).toEqual([]);
  });

  it('says what a single beat can tell', () => {
    const one = { ...NO_BEATS, sample: Int32Array.of(500), code: Uint8Array.of(1) };
    expect(rhythmEpisodes(one)).toMatchObject([{ kind: 'sinus-rhythm', from: 0, to: 1000, beats: 1 }]);
  });

  it('is slow below 50 a minute and fast from 100 on, for half a minute at least', () => {
    const slow = sinus(60, 0.9).add('N'.repeat(40), 1.3).add('N'.repeat(60), 0.9);
    expect(kindsOf(rhythmEpisodes(slow.sequence))).toEqual(['sinus-rhythm', 'bradycardia', 'sinus-rhythm']);
    const brief = sinus(60, 0.9).add('N'.repeat(12), 1.3).add('N'.repeat(60), 0.9);
    expect(kindsOf(rhythmEpisodes(brief.sequence))).toEqual(['sinus-rhythm']);
    const fast = sinus(60, 0.7)
      .add('N'.repeat(40), (beat) => 0.7 - 0.004 * beat)
      .add('N'.repeat(100), 0.54);
    expect(kindsOf(rhythmEpisodes(fast.sequence))).toEqual(['sinus-rhythm', 'tachycardia']);
  });

  it('tells it of recordings that are shorter, too', () => {
    expect(kindsOf(rhythmEpisodes(sinus(8, 1.4).sequence))).toEqual(['bradycardia']);
    expect(kindsOf(rhythmEpisodes(sinus(18, 0.55).sequence))).toEqual(['tachycardia']);
  });

  it('is paced where most beats are', () => {
    const train = sinus(60).add('/'.repeat(60), 0.85).add('N'.repeat(60), 0.8);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toEqual(['sinus-rhythm', 'paced', 'sinus-rhythm']);
  });

  it('is not classified where most beats have no class', () => {
    const train = sinus(60).add('Q'.repeat(60), 0.85).add('N'.repeat(60), 0.8);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toEqual(['sinus-rhythm', 'unclassified', 'sinus-rhythm']);
  });

  it('is not classified where no lead can be read, and nothing is told across', () => {
    const train = sinus(60).add('N', 40).add('N'.repeat(60), 0.8);
    const unreadable = { from: Int32Array.of(12_001), to: Int32Array.of(85 * RATE) };
    const episodes = rhythmEpisodes({ ...train.sequence, unreadable });
    expect(kindsOf(episodes)).toEqual(['sinus-rhythm', 'unclassified', 'sinus-rhythm']);
    expect(episodes[1]).toMatchObject({ from: 12_001, to: 85 * RATE, beats: 0 });
  });

  it('leaves out the beats of unreadable stretches', () => {
    const train = sinus(200);
    const unreadable = { from: Int32Array.of(10_000), to: Int32Array.of(20_000) };
    const episodes = rhythmEpisodes({ ...train.sequence, unreadable });
    expect(episodes.map(({ beats }) => beats)).toEqual([49, 50, 101]);
  });
});

describe('atrial fibrillation', () => {
  it('is found by its irregularity, with its beginning and end', () => {
    const train = sinus(200);
    const from = train.last;
    train.add('N'.repeat(300), irregular());
    const to = train.last;
    train.add('N'.repeat(200), 0.8);
    const [found, ...more] = only(rhythmEpisodes(train.sequence), 'atrial-fibrillation');
    expect(more).toEqual([]);
    expect(Math.abs((found?.from ?? 0) - from) / RATE).toBeLessThan(25);
    expect(Math.abs((found?.to ?? 0) - to) / RATE).toBeLessThan(25);
    expect(found?.confidence).toBeGreaterThan(0.9);
  });

  it('is not faked by bigeminy, trigeminy, frequent ectopy or respiration', () => {
    const random = seeded(5);
    const jitter = (interval: number) => interval + 0.02 * (random() - 0.5);
    const trains = [
      new BeatTrain().repeat(200, 'NV', [1.1, 0.5]),
      new BeatTrain().repeat(200, 'NN', [1.1, 0.5]),
      new BeatTrain().repeat(150, 'NNN', [1, 0.8, 0.5]),
      new BeatTrain().repeat(200, 'NA', [1, 0.55]),
      new BeatTrain().repeat(100, 'NNNA', [1, 0.8, 0.8, 0.5]),
      new BeatTrain().add('N'.repeat(400), (beat) => jitter(0.85 + 0.12 * Math.sin(beat / 1.3))),
    ];
    for (const train of trains) {
      expect(kindsOf(rhythmEpisodes(train.sequence))).not.toContain('atrial-fibrillation');
    }
    const scattered = new BeatTrain();
    for (let k = 0; k < 400; k++) {
      if (random() < 0.15) scattered.repeat(1, 'VN', [0.45 + 0.2 * random(), 1 + 0.2 * random()]);
      else scattered.add('N', jitter(0.8));
    }
    expect(kindsOf(rhythmEpisodes(scattered.sequence))).not.toContain('atrial-fibrillation');
  });

  it('goes on over ventricular beats and runs, which are told as well', () => {
    const interval = irregular();
    const train = new BeatTrain();
    for (let k = 0; k < 30; k++) train.add('NNNNNNNNNVNNN', interval);
    train.add('VVVVV', 0.4);
    for (let k = 0; k < 30; k++) train.add('NNNNNNNNNVNNN', interval);
    const episodes = rhythmEpisodes(train.sequence);
    expect(only(episodes, 'atrial-fibrillation')).toHaveLength(1);
    expect(only(episodes, 'ventricular-tachycardia')).toHaveLength(1);
  });

  it('takes beats labelled premature for what they are there', () => {
    const interval = irregular();
    const train = new BeatTrain();
    for (let k = 0; k < 40; k++) train.add('NNASAANSA', interval);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toEqual(['atrial-fibrillation']);
  });

  it('lasts thirty seconds, or as long as a short recording', () => {
    const brief = sinus(200).add('N'.repeat(20), irregular()).add('N'.repeat(200), 0.8);
    expect(kindsOf(rhythmEpisodes(brief.sequence))).toEqual(['sinus-rhythm']);
    expect(kindsOf(rhythmEpisodes(new BeatTrain().add('N'.repeat(15), irregular()).sequence))).toEqual([
      'atrial-fibrillation',
    ]);
  });

  it('listens to a model: sure of it, sure of something else', () => {
    const train = new BeatTrain().add('N'.repeat(300), irregular());
    const kinds = (model: ModelRhythm): string[] => kindsOf(rhythmEpisodes(train.sequence, { model }));
    expect(kinds({ fibrillation: 0.01 })).not.toContain('atrial-fibrillation');
    expect(kinds({ fibrillation: 0.9 })).toEqual(['atrial-fibrillation']);
    expect(kinds({ flutter: 0.9 })).toEqual(['atrial-flutter']);
    expect(kinds({ paced: 0.9 })).toEqual(['paced']);
  });
});

describe('supraventricular beats', () => {
  const runs = (interval: number): string[] =>
    kindsOf(rhythmEpisodes(sinus(20).add('AAAA', interval).add('N'.repeat(20), 0.8).sequence));

  it('in a row are a run where it begins early', () => {
    expect(runs(0.5)).toContain('supraventricular-tachycardia');
    expect(runs(0.7)).toContain('supraventricular-run');
  });

  it('in a row are no run where nothing came early: a sinus rhythm that is called otherwise', () => {
    expect(runs(0.77).filter((kind) => kind.startsWith('supraventricular'))).toEqual([]);
  });
});

describe('ventricular beats', () => {
  it('make couplets, tachycardia from 100 a minute on, idioventricular rhythm below', () => {
    const train = sinus(20)
      .add('VV', 0.5)
      .add('N'.repeat(20), 0.8)
      .add('VVV', 0.5)
      .add('N'.repeat(20), 0.8)
      .add('VVVVVV', 0.9)
      .add('N'.repeat(20), 0.8);
    const episodes = rhythmEpisodes(train.sequence);
    expect(kindsOf(episodes)).toEqual([
      'sinus-rhythm',
      'ventricular-couplet',
      'ventricular-tachycardia',
      'idioventricular',
    ]);
    expect(episodes[2]).toMatchObject({ beats: 3, rate: expect.closeTo(120, 5) as number });
  });

  it('are a plain run where tachycardia is asked to last longer', () => {
    const train = sinus(20).add('VVV', 0.5).add('N'.repeat(20), 0.8);
    const episodes = rhythmEpisodes(train.sequence, { thresholds: { ventricularRunBeats: 5 } });
    expect(kindsOf(episodes)).toEqual(['sinus-rhythm', 'ventricular-run']);
  });

  it('are the underlying rhythm themselves when a run lasts', () => {
    const train = sinus(50).add('V'.repeat(100), 0.4).add('N'.repeat(50), 0.8);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toEqual([
      'sinus-rhythm',
      'ventricular-tachycardia',
      'sinus-rhythm',
    ]);
  });

  it('are flutter when they are faster than any tachycardia', () => {
    const train = sinus(50).add('V'.repeat(30), 0.2).add('N'.repeat(50), 0.8);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toContain('ventricular-flutter');
  });

  it('make bigeminy and trigeminy when the pattern comes three times', () => {
    const two = sinus(10).repeat(2, 'NV', [1, 0.5]).add('N'.repeat(10), 0.8);
    expect(kindsOf(rhythmEpisodes(two.sequence))).toEqual(['sinus-rhythm']);
    const train = sinus(10)
      .repeat(3, 'NV', [1, 0.5])
      .add('N'.repeat(10), 0.8)
      .repeat(4, 'NNV', [1, 0.8, 0.5])
      .add('N'.repeat(10), 0.8);
    const episodes = rhythmEpisodes(train.sequence);
    expect(kindsOf(episodes)).toEqual(['sinus-rhythm', 'ventricular-bigeminy', 'ventricular-trigeminy']);
    expect(episodes.slice(1).map(({ beats }) => beats)).toEqual([6, 12]);
  });

  it('are as sure as their probabilities are', () => {
    const { sequence } = sinus(20).add('VVV', 0.5).add('N'.repeat(20), 0.8);
    const probabilities = new Float32Array(5 * 43);
    for (let beat = 20; beat < 23; beat++) probabilities.set([0.1, 0, 0.6, 0.2, 0.1], 5 * beat);
    const episodes = rhythmEpisodes({ ...sequence, probabilities });
    expect(only(episodes, 'ventricular-tachycardia')[0]?.confidence).toBeCloseTo(0.8);
  });
});

describe('narrow tachycardia', () => {
  it('is supraventricular when it begins and ends at once, whatever its beats are labelled', () => {
    for (const label of ['N', 'A']) {
      const train = sinus(50).add(label.repeat(20), 0.4).add('N'.repeat(50), 0.8);
      const episodes = rhythmEpisodes(train.sequence);
      expect(kindsOf(episodes)).toEqual(['sinus-rhythm', 'supraventricular-tachycardia']);
      expect(episodes[1]).toMatchObject({ beats: 20, from: 50 * 200 + 100 });
    }
  });

  it('is fast sinus rhythm when the rate rises little by little', () => {
    const train = sinus(50, 0.7)
      .add('N'.repeat(100), (beat) => 0.7 - 0.003 * beat)
      .add('N'.repeat(200), 0.4);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toEqual(['sinus-rhythm', 'tachycardia']);
  });

  it('is not called sinus when it is very fast and its beginning was not seen', () => {
    const episodes = rhythmEpisodes(sinus(100, 0.35).sequence);
    expect(kindsOf(episodes)).toEqual(['supraventricular-tachycardia']);
    expect(kindsOf(rhythmEpisodes(sinus(100, 0.5).sequence))).toEqual(['tachycardia']);
  });

  it('does not begin with a single premature beat before a rhythm near the limit', () => {
    const train = sinus(100, 0.58).add('A', 0.42).add('N'.repeat(100), 0.55);
    expect(kindsOf(rhythmEpisodes(train.sequence))).not.toContain('supraventricular-tachycardia');
  });

  it('is told of three labelled beats, and a slower run and a couplet by their names', () => {
    const train = sinus(30, 0.9)
      .add('AAA', 0.45)
      .add('N'.repeat(30), 0.9)
      .add('AAA', 0.7)
      .add('N'.repeat(30), 0.9)
      .add('AA', 0.6)
      .add('N'.repeat(30), 0.9);
    expect(kindsOf(rhythmEpisodes(train.sequence))).toEqual([
      'sinus-rhythm',
      'supraventricular-tachycardia',
      'supraventricular-run',
      'supraventricular-couplet',
    ]);
  });
});

describe('pauses', () => {
  it('are told from three seconds on, or from what the reader chose', () => {
    const train = sinus(20).add('N', 3.2).add('N'.repeat(20), 0.8).add('N', 2.5).add('N'.repeat(20), 0.8);
    const episodes = rhythmEpisodes(train.sequence);
    expect(only(episodes, 'pause')).toEqual([
      { kind: 'pause', from: 4000, to: 4800, beats: 2, rate: NaN, confidence: NaN },
    ]);
    expect(only(rhythmEpisodes(train.sequence, { thresholds: { pauseSeconds: 2 } }), 'pause')).toHaveLength(2);
  });
});

it('episodes come in order of time, the more urgent first', () => {
  const train = sinus(30).add('VVV', 0.5).add('N', 4).add('N'.repeat(300), irregular()).add('VV', 0.4);
  const episodes = rhythmEpisodes(train.sequence);
  for (let i = 1; i < episodes.length; i++) {
    expect(episodes[i]?.from).toBeGreaterThanOrEqual(episodes[i - 1]?.from ?? 0);
  }
});
