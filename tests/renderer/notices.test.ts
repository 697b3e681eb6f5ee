import { describe, expect, it } from 'vitest';
import { Workbench } from '../../src/renderer/src/state/workbench.svelte.ts';
import type { Workstation } from '../../src/shared/contract.ts';
import { Problem } from '../../src/shared/problem.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';

describe('a notice', () => {
  const open = async (): Promise<Workbench> => {
    const { api } = fakeWorkstation();
    return new Workbench(api, await api['system.preferences']({}));
  };

  it('that says what to do first bears no sign of success, and goes once a change was made', async () => {
    const workbench = await open();
    workbench.editing.trace.obey({ kind: 'apply' });
    expect(workbench.notices.current).toMatchObject({
      wrong: false,
      advice: true,
      text: expect.stringMatching(/^Select/) as string,
    });
    workbench.notices.settle();
    expect(workbench.notices.current).toBeUndefined();
    await workbench.notices.attempt(() => Promise.reject(new Error('no')));
    workbench.notices.settle();
    expect(workbench.notices.current?.wrong).toBe(true);
    workbench.notices.tell('Done.');
    workbench.notices.settle();
    expect(workbench.notices.current).toEqual({ text: 'Done.', wrong: false });
    workbench.notices.dismiss();
  });

  it('says of a signed study that it stays signed', async () => {
    const { api } = fakeWorkstation();
    const refused: Partial<Workstation> = {
      'library.setStatus': () => Promise.reject(new Problem('bad-input', 'This study is signed.')),
    };
    const workbench = new Workbench({ ...api, ...refused }, await api['system.preferences']({}));
    const { row } = await api['library.study']({ studyId: 'study-4' });
    await workbench.setStatus({ ...row, status: 'signed' }, 'in-review');
    expect(workbench.notices.current).toMatchObject({
      advice: true,
      text: expect.stringMatching(/next version/) as string,
    });
    workbench.notices.dismiss();
  });

  it('of one study does not stand over the next', async () => {
    const workbench = await open();
    await workbench.notices.attempt(() => Promise.reject(new Error('no')));
    expect(workbench.notices.current?.wrong).toBe(true);
    workbench.open({ id: 'study-4', status: 'new' });
    expect(workbench.notices.current).toBeUndefined();
    workbench.session.close();
  });
});
