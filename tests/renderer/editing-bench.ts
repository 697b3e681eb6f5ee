import { ViewState } from '../../src/renderer/src/ecg/view-state.svelte.ts';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { editCommand } from '../../src/renderer/src/state/editing/edit-keys.ts';
import { Editing } from '../../src/renderer/src/state/editing/editing.svelte.ts';
import { PreferencesState } from '../../src/renderer/src/state/preferences.svelte.ts';
import { StudySession } from '../../src/renderer/src/state/study-session.svelte.ts';
import type { Episode } from '../../src/shared/contract/analysis.ts';
import type { Workstation } from '../../src/shared/contract.ts';
import { mnemonicOf } from '../../src/shared/annotation-codes.ts';
import { Problem, toProblem } from '../../src/shared/problem.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';
import { openWorkbench, studyWithBeats } from '../unit/editing/workbench.ts';

const RATE = 360;

/**
 * The editor's states over the real engine, behind the contract's own checks: a study of one lead whose beats stand a
 * second apart. Only signal, readings and lists are made up.
 */
export async function sitDown(
  codes: readonly number[],
  {
    reader = 'Dr A',
    episodes,
    ...set
  }: { reader?: string; episodes?: readonly Episode[]; confidence?: readonly number[]; origin?: 'model' | 'file' } = {},
) {
  const bench = openWorkbench();
  const { library } = bench;
  const { studyId, recordingId, setId } = studyWithBeats(library, codes, set);
  await bench.sit(reader === '' ? undefined : reader);
  const told: string[] = [];
  const parts: Partial<Workstation> = {
    ...bench.api,
    'library.study': (input) => Promise.resolve(library.studies.detail(input.studyId)),
    'analysis.result': () =>
      episodes
        ? Promise.resolve({
            ...{ setId, madeBy: 'model 1', leads: [0], episodes: [...episodes], findings: [] },
            quality: { fromSecond: 0, seconds: 0, leads: [], values: new Uint8Array() },
          })
        : Promise.reject(new Problem('not-found', 'This recording was not read yet.')),
  };
  const api: Workstation = { ...fakeWorkstation().api, ...parts };

  const enter = async () => {
    const preferences = new PreferencesState(api, await api['system.preferences']({}));
    const session = new StudySession(api, new BeatStore(() => 0));
    const view = new ViewState();
    const editing = new Editing({
      api,
      session,
      view,
      preferences,
      tell: (text) => told.push(text),
      advise: (text) => told.push(text),
      settle: () => {},
      tellProblem: (thrown) => told.push(toProblem(thrown).message),
    });
    await session.open(studyId);
    view.open({ id: recordingId, rate: RATE, samples: RATE * (codes.length + 2) });
    view.visibleSamples = 10 * RATE;
    editing.follow();
    await editing.trace.edits.look();
    const { trace } = editing;
    /** Presses keys one after the other, as the window would, and waits for what they did. */
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) {
        const name = key.replace(/^Ctrl |^Shift /g, '');
        const shift = key.startsWith('Shift ');
        const event = {
          key: name.replace(/^Numpad(\d)$/, '$1'),
          code: name.startsWith('Numpad') ? name : '',
          ctrlKey: key.startsWith('Ctrl '),
          metaKey: false,
          altKey: false,
          shiftKey: shift || name === 'Z',
        };
        const command = editCommand(event, trace.literal);
        if (command) editing.obey(command);
        await trace.edits.settled();
        await settled();
      }
    };
    /** The letters of the beats as they stand in the window, in order; a blind one is a question mark. */
    const letters = (): string => {
      const { code, count } = session.beats;
      return Array.from(code.subarray(0, count), (each) => (each === 0 ? '?' : mnemonicOf(each))).join('');
    };
    const stored = async (): Promise<string> => {
      const { rows } = await api['edit.rows']({ setId: session.shown ?? setId });
      return Array.from(rows.code, mnemonicOf).join('');
    };
    return { session, view, editing, trace, preferences, press, letters, stored };
  };
  return { ...(await enter()), bench, library, api, told, studyId, recordingId, setId, again: enter };
}

/** The sample of beat `index`. */
export const beatAt = (index: number): number => RATE * (index + 1);

/** Lets calls over the wire come back. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
}
