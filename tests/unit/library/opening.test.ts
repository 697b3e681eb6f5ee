import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Connection } from '../../../src/main/library/connection.ts';
import { migrate, SCHEMA_NUMBER } from '../../../src/main/library/migrate.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { importStudy, numbers, recordingIdOf, temporaryFolder, temporaryLibrary } from './temporary-library.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.code;
    throw thrown;
  }
  return 'none';
};
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('opening a library', () => {
  it('creates it for this user alone, and finds everything again later', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const first = openLibrary(folder, { mode: 'owner' });
    expect(first.isNew).toBe(true);
    const id = importStudy(first, { signals: [Int32Array.of(1, 2, 3)] });
    first.close();
    const again = temporaryLibrary(folder);
    expect(again.isNew).toBe(false);
    expect(again.signals.readSamples(recordingIdOf(id), 0, 0, 3)).toEqual(Int32Array.of(1, 2, 3));
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, 'library.db')).mode & 0o777).toBe(0o600);
    }
  });

  it('survives power cuts by design: write-ahead log, full synchronisation, foreign keys', () => {
    const folder = temporaryFolder();
    const connection = new Connection(join(folder, 'library.db'), 'owner');
    const pragma = (name: string): unknown => connection.database.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
    connection.close();
  });

  it('is refused to a second owner until the first one is gone', () => {
    const folder = temporaryFolder();
    const first = openLibrary(folder, { mode: 'owner' });
    expect(codeOf(() => openLibrary(folder, { mode: 'owner' }))).toBe('locked');
    first.close();
    expect(codeOf(() => openLibrary(folder, { mode: 'owner' }).close())).toBe('none');
  });

  it('lets workers write and readers read beside the owner', () => {
    const folder = temporaryFolder();
    const owner = temporaryLibrary(folder);
    const worker = openLibrary(folder, { mode: 'worker' });
    const reader = openLibrary(folder, { mode: 'reader' });
    const id = importStudy(worker);
    expect(owner.studies.has(id)).toBe(true);
    expect(reader.studies.has(id)).toBe(true);
    expect(codeOf(() => reader.studies.setStatus(id, 'signed'))).toBe('disk');
    expect(owner.studies.row(id).status).toBe('new');
    worker.close();
    reader.close();
  });

  it('lets its owner wait for a worker’s transaction without standing still', async () => {
    const folder = temporaryFolder();
    const owner = temporaryLibrary(folder);
    const worker = openLibrary(folder, { mode: 'worker' });
    const pending = worker.transaction(() => {
      worker.settings.save('theirs', 1);
      expect(codeOf(() => owner.settings.save('ours', 1))).toBe('locked');
      return owner.whenFree(() => owner.settings.save('ours', 2));
    });
    expect(owner.settings.get('ours')).toBeUndefined();
    await pending;
    expect([owner.settings.get('theirs'), owner.settings.get('ours')]).toEqual([1, 2]);
    await expect(owner.whenFree(() => owner.studies.setStatus('none', 'new'))).rejects.toMatchObject({
      code: 'not-found',
    });
    worker.close();
  });

  it('tells a reader that there is none yet', () => {
    expect(codeOf(() => openLibrary(temporaryFolder(), { mode: 'reader' }))).toBe('not-found');
  });
});

describe('an older library', () => {
  it('is brought to the present schema step by step, with what is in it', () => {
    const folder = temporaryFolder();
    const old = new Connection(join(folder, 'library.db'), 'owner');
    migrate(old, 1);
    old.database.exec(`INSERT INTO studies (id, status, record_name, format, imported_at, duration_seconds, lead_names,
      synthetic, notes, warnings) VALUES ('s-old', 'signed', '101', 'WFDB', '2026-01-01T00:00:00Z', 10, '["II"]', 0, '[]', '[]')`);
    old.close();
    expect(codeOf(() => openLibrary(folder, { mode: 'reader' }))).toBe('unsupported');
    const library = temporaryLibrary(folder);
    expect(library.studies.row('s-old')).toMatchObject({ recordName: '101', status: 'signed', leadNames: ['II'] });
    expect(library.isNew).toBe(false);
    importStudy(library);
    library.settings.save('theme', 'dark');
    expect(library.settings.get('theme')).toBe('dark');
  });

  it('of a newer version is refused and left alone', () => {
    const folder = temporaryFolder();
    openLibrary(folder, { mode: 'owner' }).close();
    const newer = new Database(join(folder, 'library.db'));
    newer.pragma(`user_version = ${String(SCHEMA_NUMBER + 1)}`);
    newer.close();
    expect(codeOf(() => openLibrary(folder, { mode: 'owner' }))).toBe('unsupported');
    expect(codeOf(() => openLibrary(folder, { mode: 'worker' }))).toBe('unsupported');
  });

  it('of another program is refused and left alone', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.db');
    const other = new Database(file);
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    expect(codeOf(() => openLibrary(folder, { mode: 'owner' }))).toBe('unsupported');
    const still = new Database(file);
    expect(still.prepare('SELECT count(*) AS n FROM bookmarks').get()).toEqual({ n: 0 });
    still.close();
  });
});

describe('a damaged library', () => {
  const sound = temporaryFolder();
  const whole = openLibrary(sound, { mode: 'owner' });
  const random = numbers(3);
  for (let study = 0; study < 20; study++) {
    importStudy(whole, { signals: [Int32Array.from({ length: 10_000 }, () => Math.floor(random() * 1000))] });
  }
  whole.close();

  function damaged(damage: (file: string, size: number) => void): string {
    const folder = temporaryFolder();
    const file = join(folder, 'library.db');
    copyFileSync(join(sound, 'library.db'), file);
    damage(file, statSync(file).size);
    return folder;
  }
  const overwrite = (file: string, at: number, bytes: Uint8Array): void => {
    writeSync(openSync(file, 'r+'), bytes, 0, bytes.length, at);
  };

  it.each<[string, (file: string, size: number) => void]>([
    [
      'garbage all over',
      (file) => writeFileSync(file, 'this is no database, but it is long enough to be looked at'.repeat(99)),
    ],
    ['zeros in its schema', (file) => overwrite(file, 100, new Uint8Array(4000))],
    [
      'its last third cut off',
      (file, size) => writeFileSync(file, readFileSync(file).subarray(0, Math.floor((size * 2) / 3))),
    ],
    [
      'pages overwritten in its middle',
      (file, size) => {
        for (let at = 8192 * 4; at < size; at += 8192 * 3) overwrite(file, at, new Uint8Array(600).fill(0xa5));
      },
    ],
  ])('with %s is refused with what to do, and not overwritten', (_what, damage) => {
    const folder = damaged(damage);
    const file = join(folder, 'library.db');
    const before = hashOf(file);
    let message = '';
    try {
      openLibrary(folder, { mode: 'owner' });
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      ({ message } = thrown);
      expect(thrown.code).toBe('unreadable');
    }
    expect(message).toMatch(/library\.db is damaged .* Restore it from a backup/);
    expect(hashOf(file)).toBe(before);
  });

  it('can be replaced by its backup', () => {
    const folder = temporaryFolder();
    const library = openLibrary(folder, { mode: 'owner' });
    const id = importStudy(library);
    library.close();
    const file = join(folder, 'library.db');
    copyFileSync(file, `${file}.backup`);
    writeFileSync(file, 'x'.repeat(50_000));
    expect(codeOf(() => openLibrary(folder, { mode: 'owner' }))).toBe('unreadable');
    copyFileSync(`${file}.backup`, file);
    expect(temporaryLibrary(folder).studies.has(id)).toBe(true);
    expect(existsSync(join(folder, 'library.lock'))).toBe(true);
  });
});

describe('a full disk', () => {
  it('stops an import with a sentence and leaves nothing of it', () => {
    const folder = temporaryFolder();
    openLibrary(folder, { mode: 'owner' }).close();
    const { size } = statSync(join(folder, 'library.db'));
    const library = openLibrary(folder, { mode: 'owner', maximumBytes: size + 300_000 });
    const kept = importStudy(library);
    const random = numbers(5);
    const noise = Int32Array.from({ length: 1_000_000 }, () => Math.floor(random() * 2 ** 32) | 0);
    expect(codeOf(() => importStudy(library, { signals: [noise], id: 'too-large' }))).toBe('disk');
    expect(library.studies.has('too-large')).toBe(false);
    expect(library.removeUnfinishedImports()).toBe(1);
    expect(library.studies.has(kept)).toBe(true);
    importStudy(library);
    library.close();
  });
});
