import { copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contract } from '../../src/shared/contract.ts';
import { connect } from '../../src/shared/rpc/client.ts';
import { domPortWire } from '../../src/shared/rpc/message-port.ts';
import { portPair } from './fake-port.ts';
import * as fake from './fake.ts';
import { launchHost, removeFolder, theWindow } from './launch-host.ts';

let folder = '';
let resources = '';
let library = '';
beforeAll(async () => {
  resources = mkdtempSync(join(tmpdir(), 'einthoven-resources-'));
  mkdirSync(join(resources, 'demo'));
  for (const file of ['synthetic-sinus.hea', 'synthetic-sinus.dat']) {
    copyFileSync(join('resources/demo', file), join(resources, 'demo', file));
  }
  library = join(resources, 'library');
  process.argv.push('--library', library);
  ({ folder } = await launchHost({ realWorkstation: { resources } }));
});
afterAll(() => {
  process.argv.splice(-2);
  removeFolder(folder);
  removeFolder(resources);
});

it('opens the library of --library, imports the demo recordings by a utility process, and serves their samples', async () => {
  const { page, main } = portPair();
  const senderFrame = { origin: 'app://workstation', parent: null };
  fake.ipcMain.emit('rpc:connect', { sender: theWindow().webContents, senderFrame, ports: [main] });
  const client = connect(contract, domPortWire(page));

  expect(await client['system.describe']({})).toMatchObject({ host: 'electron', picker: 'native' });
  const rows = await vi.waitFor(
    async () => {
      const found = await client['library.search']({});
      expect(found.rows).toHaveLength(1);
      return found.rows;
    },
    { timeout: 20_000, interval: 100 },
  );
  const { recordings } = await client['library.study']({ studyId: rows[0]?.id ?? '' });
  const window = { recordingId: recordings[0]?.id ?? '', leads: [0], from: 0, to: 500, columns: 1000 };
  const { leads } = await client['signal.window'](window);
  expect(leads[0]?.values).toBeInstanceOf(Int32Array);
  expect(leads[0]?.values.length).toBeGreaterThan(0);
  page.close();
});

it('quits with the children ended and the library free', async () => {
  expect(existsSync(library)).toBe(true);
  fake.app.quit();
  await vi.waitFor(() => expect(fake.seen.exitCode).toBe(0), { timeout: 20_000 });
  const { openLibrary } = await import('../../src/main/library/open-library.ts');
  openLibrary(library, { mode: 'owner' }).close();
});
