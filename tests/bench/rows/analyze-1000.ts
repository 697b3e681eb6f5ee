import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { writeSimulatedRecord } from '../../integration/library/generated-record.ts';
import { type BenchModel, benchModel } from '../bench-model.ts';
import type { BenchRow } from '../row.ts';

const COMMAND_LINE = fileURLToPath(new URL('../../../src/main/hosts/cli/main.ts', import.meta.url));
const RECORDS = 1000;
/** Records that differ; the others are copies of these under other names. */
const SEEDS = 20;

let folder = '';
let model: BenchModel | undefined;

/** Ten seconds of twelve leads at 500 Hz, a thousand times. */
function makeRecords(): void {
  for (let seed = 0; seed < SEEDS; seed++) {
    const made = mkdtempSync(join(folder, 'made-'));
    writeSimulatedRecord(made, seed % 2 === 0 ? 'sinus' : 'atrial-fibrillation', { seed, seconds: 10 });
    const header = readdirSync(made).find((name) => name.endsWith('.hea')) ?? '';
    const record = header.replace(/\.hea$/, '');
    for (let copy = seed; copy < RECORDS; copy += SEEDS) {
      const name = `r${String(copy)}`;
      const lines = readFileSync(join(made, header), 'utf8').replaceAll(record, name);
      writeFileSync(join(folder, `${name}.hea`), lines);
      copyFileSync(join(made, `${record}.dat`), join(folder, `${name}.dat`));
    }
    rmSync(made, { recursive: true });
  }
}

/** The command line on a thousand records of ten seconds and twelve leads, from its start to its end. */
const row: BenchRow = {
  name: 'analyze-1000-10s-12-lead',
  unit: 's',
  budget: 15,
  higherIsBetter: false,
  runs: 3,
  setup: async () => {
    folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
    makeRecords();
    model = await benchModel(folder);
    return undefined;
  },
  run: async () => {
    const names = Array.from({ length: RECORDS }, (_, index) => `r${String(index)}.hea`);
    const began = performance.now();
    const asked = ['analyze', ...names, '--model', model?.usable.folder ?? '', '--out', 'read', '--json'];
    const child = spawn(process.execPath, [COMMAND_LINE, ...asked], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const read = JSON.parse(await text(child.stdout)) as unknown[];
    const seconds = (performance.now() - began) / 1000;
    if (read.length !== RECORDS) throw new Error(`${String(read.length)} records were read`);
    return seconds;
  },
  teardown: () => rmSync(folder, { recursive: true, force: true }),
};
export default row;
