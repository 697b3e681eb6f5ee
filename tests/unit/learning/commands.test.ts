import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/main/hosts/cli/command.ts';
import { COMMANDS } from '../../../src/main/hosts/cli/commands.ts';
import { runCommandLine } from '../../../src/main/hosts/cli/run.ts';
import { readModelFile } from '../../../src/main/learning/model-file.ts';
import { writeBeatSet } from './synthetic-sets.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-commands-'));
  writeBeatSet(join(folder, 'mitdb'), ['101', '106', '100']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one command line; a Ctrl-C comes as soon as standard error says what `interruptAt` matches. */
async function einthoven(argv: readonly string[], interruptAt?: RegExp) {
  const stdout = new PassThrough();
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  const interrupted = new AbortController();
  const { signal } = interrupted;
  stderr.on('data', (chunk: Buffer) => {
    if (interruptAt?.test(chunk.toString()) === true) interrupted.abort();
  });
  const said = Promise.all([text(stdout), text(stderr)]);
  const status = await runCommandLine(COMMANDS, argv, { stdout, stderr, cwd: folder, signal });
  stdout.end();
  stderr.end();
  const [out, err] = await said;
  return { status, out, err };
}

const FINETUNE = [
  'finetune',
  '--task',
  'beats',
  '--data',
  'mitdb',
  '--model',
  'tiny',
  '--batch',
  '2',
  '--threads',
  '1',
];

describe('the commands of learning', () => {
  it.each([
    ['finetune --data mitdb --out a.nat', /Name what to learn with --task/],
    ['finetune --task beats --data mitdb', /Name the file to write with --out/],
    ['finetune --task beats --out a.nat', /Name the folders of the data/],
    ['finetune --task beats --data mitdb --out a.nat --labels 120%', /--labels takes a share such as 1%/],
    ['finetune --task beats --data mitdb --out a.nat --seeds 1,1', /--seeds takes different whole numbers/],
    ['finetune --task beats --data mitdb --out a.nat --adapt', /--adapt belongs to --cross-validate/],
    ['finetune --task beats --data mitdb --out a.nat --steps 1.5', /--steps takes a whole number/],
    ['finetune --task beats --data mitdb --out a.nat --share svdb', /--share takes pairs/],
    ['pretrain --data mitdb --out a.nat --model huge', /--model is one of small, base, cnn, tiny/],
    ['evaluate --data mitdb', /Name what to test/],
    ['evaluate --model a.nat --annotator b --data mitdb', /Name what to test/],
    ['models', /Say what to do/],
    ['models show absent.nat', /There is no model/],
  ])('"%s" is refused in a sentence', async (line, sentence) => {
    const { status, err } = await einthoven(line.split(' '));
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/^\s+at /m);
    expect([EXIT.input, EXIT.notFound]).toContain(status);
  });

  it('train in a process of their own, are stopped by Ctrl-C, and the same command goes on', async () => {
    const command = [...FINETUNE, '--steps', '200000', '--out', 'long.nat'];
    const { status, err } = await einthoven(command, /step \d+ of 200000/);
    expect(status).toBe(EXIT.cancelled);
    expect(err).toMatch(/Stopped after \d+ of 200000 steps, kept in long\.nat\.training\. The same command goes on/);
    expect(existsSync(join(folder, 'long.nat.training'))).toBe(true);
    const other = await einthoven([...FINETUNE, '--steps', '20', '--out', 'long.nat']);
    expect(other.err).toMatch(/unfinished training with other settings: recipe\.steps was 200000, is 20/);
  });

  it('end in a model that can be shown, verified, evaluated and damaged', async () => {
    const made = await einthoven([...FINETUNE, '--steps', '3', '--out', 'a/beats.nat', '--json']);
    expect(made.status).toBe(EXIT.ok);
    expect(JSON.parse(made.out)).toMatchObject({ kind: 'trained', steps: 3, records: 2 });
    expect(readModelFile(join(folder, 'a/beats.nat')).step).toBe(3);

    const listed = await einthoven(['models', 'list', 'a']);
    expect(listed.out).toMatch(/beats\.nat {2}beats, 0\.03 M parameters, 3 steps on 2 records/);
    expect((await einthoven(['models', 'show', 'a/beats.nat'])).out).toMatch(/records {5}mitdb: 2/);
    expect((await einthoven(['models', 'verify', 'a'])).out).toMatch(/is sound/);

    const table = await einthoven(['evaluate', '--model', 'a/beats.nat', '--data', 'mitdb', '--threads', '1']);
    expect(table.out).toMatch(/mitdb\/100/);
    expect(table.out).toMatch(/accuracy [\d.]+ % where the commonest class is [\d.]+ %/);
    const annotator = await einthoven(['evaluate', '--annotator', 'atr', '--data', 'mitdb', '--json']);
    expect(JSON.parse(annotator.out)).toMatchObject({ reports: [{ groups: [{ accuracy: { mean: 100 } }] }] });

    const bytes = readFileSync(join(folder, 'a/beats.nat'));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(join(folder, 'a/beats.nat'), bytes);
    const damaged = await einthoven(['models', 'verify', 'a/beats.nat']);
    expect([damaged.status, damaged.out]).toEqual([EXIT.input, expect.stringMatching(/is damaged: its checksum/)]);
  });
});
