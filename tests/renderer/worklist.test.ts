import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PAGE, REFRESH_INTERVAL, SEARCH_DELAY, WorklistState } from '../../src/renderer/src/state/worklist.svelte.ts';
import type { StudyRow } from '../../src/shared/contract/library.ts';
import { Problem } from '../../src/shared/problem.ts';
import { FAKE_STUDIES } from '../page/fake-studies.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';
import { deferCall, settle } from './deferred-api.ts';

const [first] = FAKE_STUDIES;
const study = (id: string, fields: Partial<StudyRow> = {}): StudyRow => {
  if (!first) throw new Error('no studies');
  return { ...first, id, recordName: id, patientName: undefined, ...fields };
};
const many = (n: number): StudyRow[] => Array.from({ length: n }, (_, i) => study(`r${String(i).padStart(4, '0')}`));

async function loaded(studies: readonly StudyRow[] = FAKE_STUDIES) {
  const fake = fakeWorkstation({ studies });
  const worklist = new WorklistState(fake.api);
  await worklist.reload();
  const asked = () => fake.calls.filter(([method]) => method === 'library.search').map(([, input]) => input);
  return { fake, worklist, asked };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('searching the worklist', () => {
  it('asks once the typing pauses, with the last text', async () => {
    const { worklist, asked } = await loaded();
    for (const text of ['b', 'bi', 'big', 'bige']) worklist.search(text);
    expect(asked()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY);
    expect(asked()).toHaveLength(2);
    expect(asked().at(-1)).toMatchObject({ text: 'bige', offset: 0 });
    expect(worklist.rows.map((row) => row?.recordName)).toEqual(['bigeminy-holter']);
  });

  it('shows the answer to the newest question even when an older answer comes later', async () => {
    const search = deferCall('library.search');
    const worklist = new WorklistState({ ...fakeWorkstation().api, ...search.part });
    const countByStatus = { new: 1, 'in-review': 0, signed: 0, quarantined: 0 };
    worklist.search('old');
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY);
    worklist.search('new');
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY);
    const [older, newer] = search.pending;
    expect(older?.signal?.aborted).toBe(true);
    newer?.answer({ total: 1, countByStatus, rows: [study('new')] });
    await settle();
    older?.answer({ total: 1, countByStatus, rows: [study('old')] });
    await settle();
    expect(worklist.rows.map((row) => row?.id)).toEqual(['new']);
  });

  it('filters by status and counts every status of what was searched for', async () => {
    const { worklist } = await loaded();
    worklist.filter('quarantined');
    await settle();
    expect(worklist.rows.map((row) => row?.status)).toEqual(['quarantined']);
    expect(worklist.countByStatus).toEqual({ new: 22, 'in-review': 1, signed: 1, quarantined: 1 });
    expect(worklist.countOfAll).toBe(FAKE_STUDIES.length);
  });

  it('tells an empty library from a search without a match', async () => {
    const { worklist } = await loaded();
    worklist.search('nobody');
    await vi.advanceTimersByTimeAsync(SEARCH_DELAY);
    expect([worklist.total, worklist.libraryIsEmpty]).toEqual([0, false]);
    const { worklist: empty } = await loaded([]);
    expect(empty.libraryIsEmpty).toBe(true);
  });

  it('shows the sentence of a problem and recovers when asked again', async () => {
    const search = deferCall('library.search');
    const worklist = new WorklistState({ ...fakeWorkstation().api, ...search.part });
    const failing = worklist.reload();
    search.pending[0]?.fail(new Problem('locked', 'Another window holds the library.'));
    await failing;
    expect([worklist.phase, worklist.problem]).toEqual(['failed', 'Another window holds the library.']);
    const again = worklist.reload();
    search.pending[1]?.answer({
      total: 0,
      countByStatus: { new: 0, 'in-review': 0, signed: 0, quarantined: 0 },
      rows: [],
    });
    await again;
    expect(worklist.phase).toBe('ready');
  });
});

describe('a long worklist', () => {
  it('loads a page when it is scrolled to, and only once', async () => {
    const { worklist, asked } = await loaded(many(1000));
    expect([worklist.total, worklist.rows.length]).toEqual([1000, 1000]);
    worklist.show(4 * PAGE + 10, 4 * PAGE + 40);
    worklist.show(4 * PAGE + 11, 4 * PAGE + 41);
    await settle();
    expect(asked()).toHaveLength(2);
    expect(asked().at(-1)).toMatchObject({ offset: 4 * PAGE, limit: PAGE });
    expect(worklist.rows[4 * PAGE + 20]?.id).toBe('r0420');
    expect(worklist.rows[3 * PAGE]).toBeUndefined();
  });
});

describe('following the library', () => {
  it('takes up changes together and keeps the selection on its study', async () => {
    const fake = fakeWorkstation({ studies: many(5) });
    const worklist = new WorklistState(fake.api);
    const leaving = new AbortController();
    const following = worklist.follow(leaving.signal);
    await settle();
    worklist.select(2);
    const before = fake.calls.length;
    for (let i = 0; i < 20; i++) fake.put(study(`added-${String(i)}`));
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL);
    expect(fake.calls.length - before).toBe(1);
    expect(worklist.total).toBe(25);
    expect([worklist.selectedId, worklist.selectedIndex]).toEqual(['r0002', 22]);
    leaving.abort();
    await following;
  });
});

describe('a list that is being worked with', () => {
  async function used(studies: readonly StudyRow[]) {
    const fake = fakeWorkstation({ studies });
    const worklist = new WorklistState(fake.api);
    const leaving = new AbortController();
    const following = worklist.follow(leaving.signal);
    await settle();
    worklist.hold();
    const stop = async (): Promise<void> => {
      leaving.abort();
      await following;
    };
    return { fake, worklist, stop, ids: () => worklist.rows.map((row) => row?.id) };
  }

  it('does not move its rows for new studies, says how many there are, and shows them on request', async () => {
    const { fake, worklist, stop, ids } = await used(many(3));
    for (const id of ['x', 'y', 'z']) fake.put(study(id));
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL);
    expect([ids(), worklist.heldChange]).toEqual([['r0000', 'r0001', 'r0002'], { added: 3 }]);
    await worklist.refresh();
    expect([ids().slice(0, 3), worklist.heldChange]).toEqual([['z', 'y', 'x'], undefined]);
    await stop();
  });

  it('takes up at once what changes within a row', async () => {
    const { fake, worklist, stop } = await used(many(3));
    fake.put(study('r0001', { priority: 3 }));
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL);
    expect([worklist.rows[1]?.priority, worklist.heldChange]).toEqual([3, undefined]);
    await stop();
  });

  it('shows a new priority where the row stands, and the new order when it is let go', async () => {
    const { fake, worklist, stop, ids } = await used(many(3));
    worklist.sortBy('priority');
    await settle();
    fake.put(study('r0002', { priority: 3 }));
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL);
    expect([ids(), worklist.rows[2]?.priority, worklist.heldChange]).toEqual([
      ['r0000', 'r0001', 'r0002'],
      3,
      { added: 0 },
    ]);
    worklist.release();
    await settle();
    expect([ids()[0], worklist.heldChange]).toEqual(['r0002', undefined]);
    await stop();
  });

  it('follows the library as ever where nothing is listed yet', async () => {
    const { fake, stop, ids } = await used([]);
    fake.put(study('first'));
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL);
    expect(ids()).toEqual(['first']);
    await stop();
  });
});

describe('moving and changing', () => {
  it('keeps the selection within the list', async () => {
    const { worklist } = await loaded(many(3));
    expect(worklist.move(1)?.id).toBe('r0000');
    expect(worklist.move(5)?.id).toBe('r0002');
    expect(worklist.move(-Infinity)?.id).toBe('r0000');
  });

  it('skips files that cannot be opened when going to the next study', async () => {
    const { worklist } = await loaded([study('a'), study('b', { status: 'quarantined' }), study('c')]);
    expect(worklist.neighbour('a', 1)?.id).toBe('c');
    expect(worklist.neighbour('c', -1)?.id).toBe('a');
    expect(worklist.neighbour('c', 1)).toBeUndefined();
  });

  it('changes a status and counts anew', async () => {
    const { worklist } = await loaded(many(2));
    await worklist.setStatus('r0001', 'signed');
    expect(worklist.rows[1]?.status).toBe('signed');
    expect(worklist.countByStatus).toMatchObject({ new: 1, signed: 1 });
  });

  it('selects the row that follows a dismissed one', async () => {
    const { worklist } = await loaded([study('a'), study('b', { status: 'quarantined' }), study('c')]);
    worklist.select(1);
    await worklist.dismiss('b');
    expect([worklist.total, worklist.selectedId]).toEqual([2, 'c']);
  });
});
