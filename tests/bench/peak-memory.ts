import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LearningTask } from '../../src/main/learning/tasks/task.ts';
import { runTask } from '../../src/main/learning/tasks/run-task.ts';
import { TrainingControl } from '../../src/main/learning/training-control.ts';

/**
 * Largest resident memory, in MB, of a process of its own that does a learning task of a few steps: reading all records,
 * the graph, the training, a checkpoint.
 * @param task a task without `out`
 */
export async function peakMemory(task: Readonly<Record<string, unknown>>): Promise<number> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const megabytes = Number(await text(child.stdout));
  if (!(megabytes > 0)) throw new Error('the measured process said nothing');
  return megabytes;
}

async function measureHere(task: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
  try {
    const parsed = LearningTask.parse({ ...(JSON.parse(task) as object), out: join(folder, 'model.nat') });
    await runTask(parsed, { control: new TrainingControl(), report: () => undefined });
    process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, script, task] = process.argv;
if (script !== undefined && task !== undefined && import.meta.url === pathToFileURL(script).href)
  await measureHere(task);
