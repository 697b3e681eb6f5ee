import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EditAnswer } from '../../../src/shared/contract/editing.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import { eventList, filterEvents } from '../../../src/shared/event-list.ts';
import { StudyChanges } from '../../../src/main/services/changes.ts';
import { EditDesk } from '../../../src/main/services/editing/edit-desk.ts';
import { type Library, openLibrary } from '../../../src/main/library/open-library.ts';
import type { BenchRow } from '../row.ts';

const BEATS = 100_000;
const BULK = 10_000;
const RATE = 250;
const EVERY = 200;
const code = (mnemonic: string): number => codeOfMnemonic(mnemonic)?.code ?? 0;

interface Desk {
  readonly folder: string;
  readonly library: Library;
  readonly desk: EditDesk;
  at: Pick<EditAnswer, 'setId' | 'revision'>;
}

/** A recording of 100,000 beats that a reader has begun to edit. */
async function makeDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
  const library = openLibrary(join(folder, 'library'), { mode: 'owner' });
  const samples = EVERY * (BEATS + 1);
  const lead = { name: 'II', unit: 'mV', rate: RATE, samples, gain: 200, baseline: 0 };
  const header = {
    format: 'WFDB',
    name: 'day',
    rate: RATE,
    samples,
    patient: {},
    leads: [lead],
    notes: [],
    warnings: [],
  };
  const study = library.importStudy({
    id: 's',
    header,
    synthetic: true,
    sources: [],
    importedAt: '2026-11-22T10:00:00Z',
  });
  study.addSignal({ lead: 0, start: 0, samples: new Int32Array(samples) });
  study.finish([]);
  const recordingId = 's-1';
  const at = '2026-11-22T10:00:00Z';
  const source = library.annotations.create(recordingId, {
    annotator: 'm',
    origin: 'model',
    madeBy: 'm',
    createdAt: at,
  });
  library.annotations.add(source, beatColumns(), { author: 'm', at });
  library.annotations.complete(source);
  library.settings.save('preferences', { readerName: 'Reader' });
  const desk = new EditDesk(library, new StudyChanges());
  const edit = { kind: 'relabel', target: { by: 'ids', ids: Int32Array.of(0) }, code: code('V') } as const;
  return { folder, library, desk, at: await desk.apply({ setId: source, revision: 1, edit }) };
}

const beatColumns = () => ({
  sample: Int32Array.from({ length: BEATS }, (_, beat) => EVERY * beat),
  code: Uint8Array.from({ length: BEATS }, (_, beat) => code(beat % 20 === 0 ? 'V' : 'N')),
  subtype: new Int8Array(BEATS),
  channel: new Uint8Array(BEATS),
  num: new Int8Array(BEATS),
  aux: new Map<number, string>(),
  confidence: new Float32Array(BEATS).fill(0.9),
});

let open: Desk | undefined;
const enter = async (): Promise<undefined> => {
  open = await makeDesk();
};
const leave = (): void => {
  open?.library.close();
  if (open) rmSync(open.folder, { recursive: true, force: true });
  open = undefined;
};
/** Milliseconds that an act at the desk takes. */
const act = (edit: (desk: Desk) => Promise<EditAnswer>) => async (): Promise<number> => {
  if (!open) throw new Error('setup comes first');
  const began = performance.now();
  open.at = await edit(open);
  return performance.now() - began;
};

let turn = 0;
const nextCode = (): number => code(['S', 'N', 'V'][turn++ % 3] ?? 'N');
/** Every tenth beat over the whole day: every stored block is rewritten. */
const spread = Int32Array.from({ length: BULK }, (_, at) => 10 * at);
const common = { unit: 'ms', higherIsBetter: false, setup: enter, teardown: leave } as const;
const columns = beatColumns();

const rows: readonly BenchRow[] = [
  {
    ...common,
    name: 'relabel-10000',
    budget: 200,
    run: act(({ desk, at }) =>
      desk.apply({ ...at, edit: { kind: 'relabel', target: { by: 'ids', ids: spread }, code: nextCode() } }),
    ),
  },
  {
    ...common,
    name: 'relabel-one',
    budget: 30,
    run: act(({ desk, at }) =>
      desk.apply({
        ...at,
        edit: { kind: 'relabel', target: { by: 'ids', ids: Int32Array.of(50_000) }, code: nextCode() },
      }),
    ),
  },
  {
    name: 'event-list-100000',
    unit: 'ms',
    budget: 30,
    higherIsBetter: false,
    run: () => {
      const began = performance.now();
      const list = eventList(columns, { rate: RATE });
      filterEvents(list, { kinds: ['ventricular'], from: EVERY * 1000 });
      return performance.now() - began;
    },
  },
];
export default rows;
