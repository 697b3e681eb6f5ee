import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../../src/main/services/upload-inbox.ts';
import { simulatedRecord } from './generated-record.ts';
import { openWorkstation, outcomes, temporaryFolder, upload } from './workstation.ts';

describe('an uploaded record', () => {
  it('arrives in pieces, becomes one study, and leaves nothing behind', async () => {
    const { api, library } = openWorkstation();
    const batchId = await upload(api, simulatedRecord('sinus'), 30_000);
    expect(readdirSync(join(library.folder, 'inbox'))).toEqual([batchId]);
    const events = await outcomes(api['import.run']({ batchId }));
    expect(events).toMatchObject([{ kind: 'started', files: 1 }, { kind: 'imported' }]);
    expect(readdirSync(join(library.folder, 'inbox'))).toEqual([]);
    await expect(outcomes(api['import.run']({ batchId }))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('must come in order, once per name, and as a whole', async () => {
    const { api } = openWorkstation();
    const bytes = new Uint8Array(10);
    const { batchId } = await api['import.upload']({ name: 'a.dat', offset: 0, bytes, last: false });
    const send = (name: string, offset: number, last: boolean) =>
      api['import.upload']({ batchId, name, offset, bytes, last });
    await expect(send('a.dat', 20, false)).rejects.toMatchObject({
      code: 'bad-input',
      message: /did not arrive as a whole/,
    });
    await send('a.dat', 10, true);
    await expect(send('a.dat', 20, true)).rejects.toMatchObject({ message: /Two files are called a\.dat/ });
    await expect(send('../x/a.dat', 0, true)).rejects.toMatchObject({ message: /Two files are called a\.dat/ });
    await send('unfinished.dat', 0, false);
    const [started] = await outcomes(api['import.run']({ batchId }));
    expect(started).toEqual({ kind: 'started', files: 1 });
  });

  it('is refused in pieces of more than 4 MB, and for a batch that is not there', async () => {
    const { api } = openWorkstation();
    const large = { name: 'a', offset: 0, bytes: new Uint8Array(4 * 1024 * 1024 + 1), last: true };
    await expect(api['import.upload'](large)).rejects.toMatchObject({ code: 'bad-input' });
    const lost = { batchId: 'none', name: 'a', offset: 0, bytes: new Uint8Array(1), last: true };
    await expect(api['import.upload'](lost)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that nobody imported is removed at the next start', async () => {
    const folder = temporaryFolder();
    const first = openWorkstation({ folder });
    await upload(first.api, simulatedRecord('sinus'));
    await first.close();
    expect(readdirSync(join(folder, 'inbox'))).toHaveLength(1);
    openWorkstation({ folder });
    expect(existsSync(join(folder, 'inbox'))).toBe(false);
  });
});

describe('the name of an upload', () => {
  it.each([
    ['101.dat', '101.dat'],
    ['Aufnahme Müller.csv', 'Aufnahme Müller.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\101.hea', '101.hea'],
    ['a\u0000b\u202e.dat', 'a_b_.dat'],
    ['dir/..', /^file-[0-9a-f]{12}-$/],
    ['...', /^file-[0-9a-f]{12}-$/],
    ['con.dat', /^file-[0-9a-f]{12}-con\.dat$/],
    ['.bashrc', /^file-[0-9a-f]{12}-bashrc$/],
    ['x'.repeat(255), /^file-[0-9a-f]{12}-x{40}$/],
    ['101.dat. ', '101.dat'],
  ])('%j is kept within its folder', (name, safe) => {
    expect(safeFileName(name)).toEqual(typeof safe === 'string' ? safe : expect.stringMatching(safe));
  });

  it('never leaves the inbox, whatever it is', async () => {
    const { api, library } = openWorkstation();
    const bytes = Buffer.from('x');
    const names = ['../../escaped', '/etc/fled', '..\\..\\escaped.dll', 'nul', 'a/b/c/escaped.txt'];
    const batchId = await upload(api, Object.fromEntries(names.map((name) => [name, bytes])));
    expect(readdirSync(join(library.folder, 'inbox', batchId))).toHaveLength(names.length);
    expect(readdirSync(library.folder).sort()).toEqual([
      'inbox',
      'library.db',
      'library.db-shm',
      'library.db-wal',
      'library.lock',
    ]);
  });
});
