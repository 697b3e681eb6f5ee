import { describe, expect, it } from 'vitest';
import { layEpisodes } from '../../src/renderer/src/ecg/episode-lane.ts';
import { QualityStore } from '../../src/renderer/src/ecg/quality-store.svelte.ts';
import {
  fileName,
  PrintingState,
  type PrintSource,
  usualFormat,
} from '../../src/renderer/src/state/printing.svelte.ts';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { Problem } from '../../src/shared/problem.ts';
import { lead, samplesWindow, TWELVE } from './ecg/signals.ts';

type Api = ConstructorParameters<typeof PrintingState>[0];

const source = (fields: Partial<PrintSource> = {}): PrintSource => ({
  recording: {
    id: 'recording',
    name: 'record',
    rate: 500,
    samples: 60_000,
    leads: TWELVE.map((name) => lead(name)),
    annotationSets: [],
  },
  recordName: 'record 7/ward',
  layout: '3x4',
  choice: { leads: [] },
  stretches: [{ from: 20_000, to: 25_000 }],
  speed: 25,
  gain: 10,
  filter: { highpass: 0.05, lowpass: 150, notch: 0 },
  paper: 'pink',
  format: 'a4',
  layers: { beats: new BeatStore(), episodes: layEpisodes([]), quality: new QualityStore(), calipers: [] },
  words: { patient: 'A', facts: [], printed: '', use: 'research use only', pageOf: () => '' },
  ...fields,
});

function printing(outcome: 'saved' | 'dismissed' | 'page', broken = false) {
  const asked: Parameters<Api['signal.window']>[0][] = [];
  const kept: { name: string; bytes: Uint8Array }[] = [];
  const downloads: string[] = [];
  const api: Api = {
    'signal.window': (request) => {
      asked.push(request);
      if (broken) return Promise.reject(new Problem('failed', 'The signal could not be read.'));
      const values = new Int32Array(request.to - request.from);
      return Promise.resolve({
        leads: request.leads.map((index) =>
          samplesWindow(values, { lead: index, start: request.from, filtered: true }),
        ),
      });
    },
    'export.document': (input) => {
      kept.push(input);
      return Promise.resolve({ outcome: outcome === 'page' ? 'dismissed' : outcome });
    },
  };
  const state = new PrintingState(api, {
    measure: (text, { size }) => 0.5 * size * text.length,
    paintText: () => ({ png: new Uint8Array(), width: 1, height: 1, descent: 0 }),
    ...(outcome === 'page' ? { download: (name: string) => downloads.push(name) } : {}),
  });
  return { state, asked, kept, downloads };
}

describe('what is to be printed', () => {
  it('is asked for once for each strip of paper, filtered as on screen, with a margin for the filter', async () => {
    const { state, asked } = printing('saved');
    await state.prepare(source());
    expect(state.phase).toBe('ready');
    expect(state.pages).toHaveLength(1);
    expect(asked).toMatchObject([{ from: 19_000, to: 26_000, filter: { highpass: 0.05, lowpass: 150, notch: 0 } }]);
    await state.prepare(source({ filter: { highpass: 0, lowpass: 0, notch: 0 } }));
    expect(asked[1]).not.toHaveProperty('filter');
  });

  it('becomes a PDF that is kept under the name of the record, without the patient\u2019s', async () => {
    const { state, kept } = printing('saved');
    await state.prepare(source());
    expect(await state.save()).toBe('record_7_ward.pdf was saved.');
    expect(kept[0]?.name).toBe('record_7_ward.pdf');
    expect(new TextDecoder().decode(kept[0]?.bytes.slice(0, 5))).toBe('%PDF-');
  });

  it('is handed to the page\u2019s downloads where the host has no dialogs, and nothing is told when dismissed', async () => {
    const page = printing('page');
    await page.state.prepare(source());
    expect(await page.state.save()).toContain('downloads');
    expect([page.downloads, page.kept]).toEqual([['record_7_ward.pdf'], []]);
    const dismissed = printing('dismissed');
    await dismissed.state.prepare(source());
    expect(await dismissed.state.save()).toBeUndefined();
  });

  it('says why there are no pages', async () => {
    const { state } = printing('saved', true);
    await state.prepare(source());
    expect([state.phase, state.problem]).toEqual(['failed', 'The signal could not be read.']);
  });

  it('is cut where it would be a book, and says so', async () => {
    const { state } = printing('saved');
    const recording = { ...source().recording, samples: 5_000_000 };
    await state.prepare(source({ recording, layout: 'strip', stretches: [{ from: 0, to: 5_000_000 }] }));
    expect(state.cut).toBe(true);
    expect(state.pages.length).toBeLessThanOrEqual(24);
  });
});

it('names of records become names of files anywhere', () => {
  expect(['100', '../etc', 'Ж', 'a b'].map(fileName)).toEqual(['100.pdf', 'etc.pdf', 'ecg.pdf', 'a_b.pdf']);
});

it('pages are of the size usual in the reader\u2019s country', () => {
  expect(['en-US', 'en-GB', 'de-DE', 'de', 'es-MX'].map(usualFormat)).toEqual(['letter', 'a4', 'a4', 'a4', 'letter']);
});
