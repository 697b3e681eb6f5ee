import { codeOfMnemonic, mnemonicOf } from '../../src/shared/annotation-codes.ts';
import type { Workstation } from '../../src/shared/contract.ts';
import type { ImportEvent, LeadInfo, StudyDetail, StudyRow } from '../../src/shared/contract/library.ts';
import type { AnalysisEvent, DevicesInfo, ModelInfo } from '../../src/shared/contract/analysis.ts';
import type { AnnotationWindow } from '../../src/shared/contract/review.ts';
import type { LeadWindow } from '../../src/shared/contract/signal.ts';
import { Preferences } from '../../src/shared/contract/system.ts';
import { Problem } from '../../src/shared/problem.ts';
import { FAKE_GAIN, type FakeBeats, generator, makeBeats, makeSignal } from './fake-recording.ts';
import { fakeMeasurements } from './fake-measurements.ts';
import { fakeLearning, type FakeLearningOptions } from './fake-learning.ts';
import { fakeReadings } from './fake-readings.ts';
import { refusedEditing, withIds } from './fake-editing.ts';
import {
  countVentricular,
  FAKE_DEVICES,
  FAKE_MODEL,
  FAKE_MODELS,
  type FakeReading,
  fakeResult,
  fakeSaliency,
  playReading,
} from './fake-reading.ts';
import { FAKE_STUDIES } from './fake-studies.ts';

/**
 * A whole workstation in memory, with the contract's types: what the page is developed and tested against.
 * It answers at once unless `delay` says how long a batch of work takes.
 */
export interface FakeOptions {
  readonly studies?: readonly StudyRow[];
  readonly picker?: 'native' | 'upload';
  readonly host?: 'electron' | 'browser';
  /** Milliseconds between the values of a stream; 0 answers in microtasks. */
  readonly delay?: number;
  readonly preferences?: Partial<Preferences>;
  /** Studies whose automatic reading is still to be made: `analysis.watch` streams it. */
  readonly unread?: (row: StudyRow) => boolean;
  /** A sentence every reading begins with. */
  readonly notice?: string;
  /** What `models.list` answers. */
  readonly models?: readonly ModelInfo[];
  /** How the learning loop stands. */
  readonly learning?: FakeLearningOptions;
  /** What `import.run` answers; by default every uploaded file becomes a study. */
  readonly importScript?: (files: readonly string[], mapped: boolean) => readonly ImportEvent[];
}

export interface FakeWorkstation {
  readonly api: Workstation;
  /** Every call in order, as `[method, input]`. */
  readonly calls: (readonly [string, unknown])[];
  readonly rows: () => readonly StudyRow[];
  /** Adds or replaces a row and tells those who watch `library.changes`. */
  put(row: StudyRow): void;
}

const rateOf = (row: StudyRow): number => (row.leadNames.length === 12 ? 500 : row.format === 'CSV' ? 250 : 360);
const samplesOf = (row: StudyRow): number => Math.round(row.durationSeconds * rateOf(row));
const seedOf = (id: string): number => Number(id.replace(/\D/g, '')) || 1;

export function fakeWorkstation(options: FakeOptions = {}): FakeWorkstation {
  const { delay = 0, picker = 'upload', host = picker === 'native' ? 'electron' : 'browser' } = options;
  let rows: StudyRow[] = [...(options.studies ?? FAKE_STUDIES)];
  let preferences = Preferences.parse({ ...options.preferences });
  const unread = options.unread ?? (() => false);
  const analysed = new Set(rows.filter((row) => !unread(row)).map((row) => row.id));
  const calls: (readonly [string, unknown])[] = [];
  const watchers = new Set<(ids: string[]) => void>();
  const batches = new Map<string, string[]>();
  const beatsById = new Map<string, FakeBeats>();
  let focus: readonly [number, number] = [0, 0];
  let paused = false;
  let devices: DevicesInfo = FAKE_DEVICES;

  const pause = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(new Problem('cancelled', 'Cancelled.'));
      if (signal?.aborted) stop();
      else if (delay === 0) resolve();
      else {
        setTimeout(resolve, delay);
        signal?.addEventListener('abort', stop);
      }
    });

  const find = (id: string): StudyRow => {
    const row = rows.find((candidate) => id === candidate.id || id.startsWith(`${candidate.id}:`));
    if (!row) throw new Problem('not-found', 'This study is no longer in the library.');
    return row;
  };
  const put = (row: StudyRow): void => {
    rows = rows.some((old) => old.id === row.id) ? rows.map((old) => (old.id === row.id ? row : old)) : [row, ...rows];
    for (const tell of watchers) tell([row.id]);
  };
  const beatsOf = (row: StudyRow): FakeBeats => {
    const known = beatsById.get(row.id);
    if (known) return known;
    const made = makeBeats(seedOf(row.id), rateOf(row), samplesOf(row), row.meanHeartRate ?? 72);
    beatsById.set(row.id, made);
    return made;
  };
  const readingOf = (row: StudyRow): FakeReading => ({
    row,
    beats: beatsOf(row),
    rate: rateOf(row),
    samples: samplesOf(row),
  });
  const countByCode = (codes: Uint8Array): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const code of codes) counts[mnemonicOf(code)] = (counts[mnemonicOf(code)] ?? 0) + 1;
    return counts;
  };

  function detail(row: StudyRow): StudyDetail {
    const rate = rateOf(row);
    const beats = beatsOf(row);
    const fromFile = row.format === 'WFDB' && row.leadNames.length === 2;
    const made = { count: beats.sample.length, countByCode: countByCode(beats.code), complete: true };
    const sets = [
      ...(fromFile
        ? [
            {
              id: `${row.id}:atr`,
              annotator: 'atr',
              origin: 'file' as const,
              madeBy: 'atr',
              createdAt: row.importedAt,
              ...made,
            },
          ]
        : []),
      ...(analysed.has(row.id)
        ? [
            {
              id: `${row.id}:model`,
              annotator: 'ecg-nat',
              origin: 'model' as const,
              madeBy: FAKE_MODEL,
              createdAt: '2026-11-22T08:14:00Z',
              ...made,
            },
          ]
        : []),
    ];
    const leads: LeadInfo[] = row.leadNames.map((name) => ({
      name,
      unit: 'mV',
      rate,
      samples: samplesOf(row),
      gain: FAKE_GAIN,
      baseline: 0,
      ...(row.format === 'CSV' ? { uncalibrated: true } : {}),
    }));
    return {
      row,
      recordings:
        row.status === 'quarantined'
          ? []
          : [
              {
                id: `${row.id}:1`,
                name: row.recordName,
                rate,
                samples: samplesOf(row),
                ...(row.recordedAt ? { start: row.recordedAt } : {}),
                leads,
                annotationSets: sets,
              },
            ],
      notes: row.synthetic ? ['Made by a simulator; not a patient.'] : [],
      warnings:
        row.format === 'CSV'
          ? ['The file gives no calibration for ECG1, ECG2 and ECG3; 1 mV per unit was stated when it was imported.']
          : [],
      sources: [
        { name: `${row.recordName}.hea`, bytes: 412, sha256: 'c1f5a1'.padEnd(64, '3b7e90') },
        { name: `${row.recordName}.dat`, bytes: 1_950_000, sha256: '9a04ee'.padEnd(64, '51cd28') },
      ],
    };
  }

  function lead(row: StudyRow, index: number, from: number, to: number, columns: number): LeadWindow {
    const start = Math.max(0, from);
    const end = Math.min(samplesOf(row), to);
    const name = row.leadNames[index] ?? '';
    const span = Math.max(0, end - start);
    const common = { lead: index, start, filtered: false };
    if (span <= 4 * columns) {
      return { ...common, kind: 'samples', step: 1, values: makeSignal(name, beatsOf(row), rateOf(row), start, end) };
    }
    const step = Math.ceil(span / columns);
    const count = Math.ceil(span / step);
    const values = new Int32Array(2 * count);
    const random = generator(index + start);
    // Long spans: the range of a beat, which is what an envelope of hours looks like.
    const close = span < 40 * rateOf(row);
    for (let i = 0; i < count; i++) {
      if (close) {
        const piece = makeSignal(
          name,
          beatsOf(row),
          rateOf(row),
          start + i * step,
          Math.min(end, start + (i + 1) * step),
        );
        values[2 * i] = piece.reduce((low, value) => Math.min(low, value), Infinity);
        values[2 * i + 1] = piece.reduce((high, value) => Math.max(high, value), -Infinity);
      } else {
        values[2 * i] = Math.round((-0.35 - 0.1 * random()) * FAKE_GAIN);
        values[2 * i + 1] = Math.round((1.05 + 0.15 * random()) * FAKE_GAIN);
      }
    }
    return { ...common, kind: 'envelope', step, values };
  }

  function annotations(set: string, row: StudyRow, from: number, to: number): AnnotationWindow {
    const beats = beatsOf(row);
    const rhythm = codeOfMnemonic('+')?.code ?? 28;
    const changes: [number, string][] = [
      [Math.round(0.1 * rateOf(row)), '(N'],
      [Math.round(samplesOf(row) * 0.3), '(B'],
      [Math.round(samplesOf(row) * 0.34), '(N'],
      [Math.round(samplesOf(row) * 0.7), '(AFIB'],
      [Math.round(samplesOf(row) * 0.82), '(N'],
    ];
    const entries = [
      ...(set.endsWith(':model') ? [] : row.durationSeconds > 60 ? changes : changes.slice(0, 1)).map(
        ([sample, text]) => ({
          sample,
          code: rhythm,
          confidence: NaN,
          text,
        }),
      ),
      ...Array.from(beats.sample, (sample, i) => ({
        sample,
        code: beats.code[i] ?? 13,
        confidence: beats.confidence[i] ?? NaN,
        text: undefined,
      })),
    ]
      .filter(({ sample }) => sample >= from && sample < to)
      .sort((a, b) => a.sample - b.sample);
    const texts = entries.flatMap(({ text }, i) => (text === undefined ? [] : [[i, text] as const]));
    return {
      sample: Int32Array.from(entries, (entry) => entry.sample),
      code: Uint8Array.from(entries, (entry) => entry.code),
      subtype: new Int8Array(entries.length),
      channel: new Uint8Array(entries.length),
      num: new Int8Array(entries.length),
      confidence: Float32Array.from(entries, (entry) => entry.confidence),
      auxRow: Int32Array.from(texts, ([i]) => i),
      auxText: texts.map(([, text]) => text),
    };
  }

  function newStudy(file: string): StudyRow {
    return {
      id: `study-${String(1000 + rows.length)}`,
      status: 'new',
      recordName: file.replace(/\.\w+$/, ''),
      format: file.endsWith('.csv') ? 'CSV' : 'WFDB',
      importedAt: '2026-11-22T10:00:00Z',
      durationSeconds: 1805,
      leadNames: ['MLII', 'V5'],
      synthetic: false,
    };
  }

  const remember = <T>(method: string, input: T): T => {
    calls.push([method, input]);
    return input;
  };

  const learningLoop = fakeLearning({ ...options.learning, record: remember });

  const api: Workstation = {
    'system.describe': async () => Promise.resolve({ version: '0.1.0', host, picker }),
    'system.preferences': async () => Promise.resolve(preferences),
    'system.savePreferences': async (input) => {
      preferences = Preferences.parse(remember('system.savePreferences', input));
      return Promise.resolve({ ok: true });
    },

    'library.search': async (input, signal) => {
      const { text = '', status, order, offset = 0, limit = 200 } = remember('library.search', input);
      await pause(signal);
      const wanted = text.trim().toLowerCase();
      const matching = rows.filter((row) =>
        [row.patientName, row.patientId, row.recordName].some((field) => field?.toLowerCase().includes(wanted)),
      );
      const countByStatus = { new: 0, 'in-review': 0, signed: 0, quarantined: 0 };
      for (const row of matching) countByStatus[row.status] += 1;
      const shown = matching.filter((row) => status === undefined || row.status === status);
      if (order === 'priority') shown.sort((one, other) => (other.priority ?? 0) - (one.priority ?? 0));
      return { total: shown.length, countByStatus, rows: shown.slice(offset, offset + limit) };
    },
    'library.study': async (input, signal) => {
      remember('library.study', input);
      await pause(signal);
      return detail(find(input.studyId));
    },
    'library.changes': async function* (_input, signal) {
      const waiting: string[][] = [];
      let wake = (): void => {};
      const tell = (ids: string[]): void => {
        waiting.push(ids);
        wake();
      };
      watchers.add(tell);
      signal?.addEventListener('abort', () => wake());
      try {
        while (!signal?.aborted) {
          const studyIds = waiting.shift();
          if (studyIds) yield { studyIds };
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        watchers.delete(tell);
      }
    },
    'library.setStatus': async (input) => {
      remember('library.setStatus', input);
      put({ ...find(input.studyId), status: input.status });
      return Promise.resolve({ ok: true });
    },
    'library.dismiss': async (input) => {
      remember('library.dismiss', input);
      rows = rows.filter((row) => row.id !== input.studyId);
      for (const tell of watchers) tell([input.studyId]);
      return Promise.resolve({ ok: true });
    },

    'import.pick': async (input) => {
      remember('import.pick', input);
      batches.set('picked', ['101.hea', '102.hea']);
      return Promise.resolve({ batchId: 'picked', files: 2 });
    },
    'import.upload': async (input, signal) => {
      remember('import.upload', { ...input, bytes: input.bytes.byteLength });
      await pause(signal);
      const batchId = input.batchId ?? `batch-${String(batches.size + 1)}`;
      const files = batches.get(batchId) ?? [];
      batches.set(batchId, files.includes(input.name) ? files : [...files, input.name]);
      return { batchId };
    },
    'import.run': async function* (input, signal) {
      remember('import.run', input);
      const files = batches.get(input.batchId) ?? [];
      const script = options.importScript?.(files, input.mapping !== undefined);
      if (script) {
        for (const event of script) {
          await pause(signal);
          yield event;
        }
        return;
      }
      yield { kind: 'started', files: files.length };
      for (const [index, file] of files.entries()) {
        for (const fraction of [0.25, 0.5, 0.75, 1]) {
          await pause(signal);
          yield { kind: 'progress', file, index, fraction };
        }
        const row = newStudy(file);
        put(row);
        yield { kind: 'imported', file, studyId: row.id, alreadyThere: false };
      }
    },

    'export.study': async function* (input, signal) {
      remember('export.study', input);
      await pause(signal);
      yield { kind: 'progress', fraction: 0.5 };
      await pause(signal);
      if (picker === 'native') {
        yield { kind: 'saved', files: 3 };
        return;
      }
      const { recordName } = find(input.studyId);
      const bytes = new TextEncoder().encode(`${input.format} of ${recordName}\n`);
      if (input.format === 'json') yield { kind: 'piece', name: `${recordName}.json`, bytes, last: true };
      else
        for (const ending of ['hea', 'dat']) {
          yield { kind: 'piece', name: `${recordName}.${ending}`, bytes: bytes.slice(0, 4), last: false };
          yield { kind: 'piece', name: `${recordName}.${ending}`, bytes: bytes.slice(4), last: true };
        }
    },

    'export.document': (input) => {
      remember('export.document', input);
      return Promise.resolve({ outcome: 'saved' });
    },

    'signal.window': async (input, signal) => {
      remember('signal.window', input);
      await pause(signal);
      const row = find(input.recordingId);
      return { leads: input.leads.map((index) => lead(row, index, input.from, input.to, input.columns)) };
    },
    'review.annotations': async (input, signal) => {
      remember('review.annotations', input);
      await pause(signal);
      return annotations(input.setId, find(input.setId), input.from ?? 0, input.to ?? Infinity);
    },
    ...refusedEditing(),
    ...learningLoop,
    ...fakeReadings({
      pause,
      madeBy: FAKE_MODEL,
      record: remember,
      inUse: async () => (await learningLoop['learning.candidates']({})).activeModel ?? 'rules 3',
      again: (recordingId) => analysed.delete(find(recordingId).id),
    }),
    'edit.rows': async (input, signal) => {
      remember('edit.rows', input);
      await pause(signal);
      const rows = annotations(input.setId, find(input.setId), input.from ?? 0, input.to ?? Infinity);
      return { revision: 1, rows: withIds(rows) };
    },
    'analysis.watch': async function* (input, signal): AsyncGenerator<AnalysisEvent> {
      remember('analysis.watch', input);
      const row = find(input.recordingId);
      if (!analysed.has(row.id)) {
        const reading = readingOf(row);
        await pause(signal);
        if (options.notice !== undefined) yield { kind: 'notice', text: options.notice };
        yield* playReading(reading, {
          pause: () => pause(signal),
          focus: () => focus,
          paused: () => paused,
        });
        analysed.add(row.id);
        put({
          ...row,
          beatCount: reading.beats.sample.length,
          ventricularCount: countVentricular(reading.beats),
          meanHeartRate: row.meanHeartRate ?? 72,
          priority: row.durationSeconds > 60 ? 3 : 2,
        });
      }
      yield { kind: 'complete', setId: `${row.id}:model` };
    },
    'analysis.focus': async (input) => {
      const { from, to } = remember('analysis.focus', input);
      focus = [from, to];
      return Promise.resolve({ ok: true });
    },
    'analysis.pause': async (input) => {
      remember('analysis.pause', input);
      paused = true;
      return Promise.resolve({ ok: true });
    },
    'analysis.resume': async (input) => {
      remember('analysis.resume', input);
      paused = false;
      return Promise.resolve({ ok: true });
    },
    'analysis.cancel': async (input) => {
      remember('analysis.cancel', input);
      return Promise.resolve({ ok: true });
    },
    'analysis.result': async (input, signal) => {
      remember('analysis.result', input);
      await pause(signal);
      const row = find(input.recordingId);
      if (!analysed.has(row.id)) throw new Problem('not-found', 'This recording was not read yet.');
      return fakeResult(readingOf(row), `${row.id}:model`, preferences.rhythmThresholds);
    },
    'analysis.saliency': async (input, signal) => {
      remember('analysis.saliency', input);
      await pause(signal);
      return fakeSaliency(readingOf(find(input.recordingId)), input.sample);
    },
    'measurements.of': async (input, signal) => {
      remember('measurements.of', input);
      await pause(signal);
      const row = find(input.recordingId);
      return fakeMeasurements(rateOf(row), samplesOf(row), row.meanHeartRate ?? 72);
    },
    'devices.list': async (_input, signal) => {
      await pause(signal);
      return devices;
    },
    'devices.probe': async (input, signal) => {
      remember('devices.probe', input);
      await pause(signal);
      return devices;
    },
    'devices.choose': async (input) => {
      const { device } = remember('devices.choose', input);
      devices = { ...devices, chosen: device, used: device === 'auto' ? FAKE_DEVICES.used : device };
      return Promise.resolve(devices);
    },
    'models.list': async (_input, signal) => {
      await pause(signal);
      return { models: [...(options.models ?? FAKE_MODELS)] };
    },
  };

  return { api, calls, rows: () => rows, put };
}
