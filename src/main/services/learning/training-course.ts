import * as z from 'zod';
import type { LearningCurves } from '../../../shared/contract/learning.ts';

const MOST_POINTS = 1_024;

const Stored = z.object({
  stride: z.number().int().positive(),
  step: z.array(z.number()),
  losses: z.record(z.string(), z.array(z.number())),
  lookStep: z.array(z.number()),
  looks: z.record(z.string(), z.array(z.number().nullable())),
});
type Stored = z.infer<typeof Stored>;

const empty = (): Stored => ({ stride: 1, step: [], losses: {}, lookStep: [], looks: {} });

/** The course of a training: every step at first, then every second, every fourth … so that it never grows too long. */
export class TrainingCourse {
  private data: Stored;

  /** @param saved what `saved` gave back, in an earlier sitting */
  constructor(saved?: unknown) {
    const parsed = Stored.safeParse(saved);
    this.data = parsed.success ? parsed.data : empty();
  }

  /** A step that was taken before is taken anew where a training goes on from its last checkpoint. */
  addStep(step: number, losses: Readonly<Record<string, number>>): void {
    const { data } = this;
    forgetFrom(step, data.step, data.losses);
    if (step % data.stride !== 0) return;
    append(data.step, data.losses, step, losses);
    if (data.step.length <= MOST_POINTS) return;
    data.stride *= 2;
    thin(data.step, data.losses, data.stride);
  }

  addLook(step: number, values: Readonly<Record<string, number>>): void {
    const { data } = this;
    forgetFrom(step, data.lookStep, data.looks);
    append(data.lookStep, data.looks, step, values);
  }

  curves(): LearningCurves {
    const { step, losses, lookStep, looks } = this.data;
    const columns = (of: Stored['looks']): LearningCurves['losses'] =>
      Object.entries(of).map(([name, values]) => ({
        name,
        values: Float32Array.from(values, (value) => value ?? Number.NaN),
      }));
    return {
      step: Int32Array.from(step),
      losses: columns(losses),
      validationStep: Int32Array.from(lookStep),
      validation: columns(looks),
    };
  }

  /** JSON values. */
  saved(): unknown {
    return this.data;
  }
}

type Columns = Record<string, (number | null)[]>;

function append(steps: number[], columns: Columns, step: number, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    const column = (columns[name] ??= new Array<number | null>(steps.length).fill(null));
    column.push(Number.isFinite(value) ? value : null);
  }
  steps.push(step);
}

function forgetFrom(step: number, steps: number[], columns: Columns): void {
  let keep = steps.length;
  while (keep > 0 && (steps[keep - 1] ?? 0) >= step) keep--;
  if (keep === steps.length) return;
  steps.length = keep;
  for (const column of Object.values(columns)) column.length = Math.min(column.length, keep);
}

function thin(steps: number[], columns: Columns, stride: number): void {
  const kept = steps.flatMap((step, at) => (step % stride === 0 ? [at] : []));
  for (const [name, column] of Object.entries(columns)) columns[name] = kept.map((at) => column[at] ?? null);
  steps.splice(0, steps.length, ...kept.map((at) => steps[at] ?? 0));
}
