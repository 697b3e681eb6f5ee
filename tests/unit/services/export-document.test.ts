import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { exportHandlers } from '../../../src/main/services/export-service.ts';

const job = new JobProcess(() => {
  throw new Error('not needed to keep a document');
});
const bytes = new TextEncoder().encode('%PDF');
const handlers = (folder: string | undefined) =>
  exportHandlers('library', job, {
    dialogs: { chooseImport: () => Promise.resolve(undefined), chooseExportFolder: () => Promise.resolve(folder) },
  });

it('a document is kept where the reader says, beside what has its name already', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'einthoven-document-'));
  const keep = handlers(folder)['export.document'];
  const { signal } = new AbortController();
  expect(await keep({ name: 'record.pdf', bytes }, signal)).toEqual({ outcome: 'saved' });
  await keep({ name: 'record.pdf', bytes }, signal);
  expect((await readdir(folder)).sort()).toEqual(['record (2).pdf', 'record.pdf']);
  expect(await readFile(join(folder, 'record.pdf'), 'utf8')).toBe('%PDF');
});

it('a document stays unwritten when the dialog is dismissed, and where there is none', async () => {
  const { signal } = new AbortController();
  const asked = await handlers(undefined)['export.document']({ name: 'record.pdf', bytes }, signal);
  expect(asked).toEqual({ outcome: 'dismissed' });
  const { 'export.document': keep } = exportHandlers('library', job, {});
  await expect(async () => keep({ name: 'record.pdf', bytes }, signal)).rejects.toThrow('keeps no files');
});
