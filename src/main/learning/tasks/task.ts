import * as z from 'zod';
import type { Device } from '../../nat/runtime/devices.ts';
import { GUARDS } from '../beats/adapt-beats.ts';
import { STRETCHES } from '../beats/simulated-rhythm.ts';
import { MODEL_PRESET_NAMES, TRUNKS } from '../model-presets.ts';
import type { TaskResult } from './results.ts';

/** What a training process can be asked to do. All of it is JSON; paths are absolute. */
const path = z.string().min(1);
const count = z.number().int().positive();
const share = z.number().min(0).max(1);

/** Where trainings can run, as far as this machine can; prediction runs on the CPU. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const satisfies readonly Device[];

/** Options of every training; what is absent is as the task's recipe has it. */
const pace = {
  device: z.enum(DEVICES).default('cpu'),
  steps: count.optional(),
  /** Windows of a batch. */
  batch: count.optional(),
  learningRate: z.number().positive().optional(),
  weightDecay: z.number().min(0).optional(),
  layerDecay: share.optional(),
};

const modelChoice = {
  preset: z.enum(MODEL_PRESET_NAMES).optional(),
  trunk: z.enum(TRUNKS).optional(),
  /** A model to start from; none unless given. `{fold}` stands for the fold of a cross-validation. */
  from: path.optional(),
};

const base = { data: z.array(path).min(1), threads: count };

export const LEARNING_TASKS = ['beats', 'findings', 'waves'] as const;
export type LearningTaskName = (typeof LEARNING_TASKS)[number];

/** What is learnt and how, whichever records it is learnt from. */
const recipe = {
  task: z.enum(LEARNING_TASKS),
  ...modelChoice,
  ...pace,
  /** Share of the labels that may be used. */
  labels: z.number().positive().max(1).default(1),
  /** Beats: whether the head is told RR intervals. */
  rhythm: z.boolean().default(true),
  /** Beats: weight and temperature of the supervised contrastive term. */
  contrastive: z.number().min(0).optional(),
  temperature: z.number().positive().optional(),
  /** Beats: shares of windows with simulated rhythm, by what it shows. */
  simulated: z.partialRecord(z.enum(STRETCHES), share).optional(),
  /** Probability of a record from each set, by name. */
  setShare: z.record(z.string(), share).optional(),
  /** The trunk stays as it is: a linear probe. */
  frozenTrunk: z.boolean().default(false),
  /** Hold out a tenth of the patients and stop after so many looks at them without gain. */
  patience: count.optional(),
  validateEvery: count.default(50),
};

const adaptation = z.object({
  steps: count.optional(),
  learningRate: z.number().positive().optional(),
  guard: z.enum(GUARDS).optional(),
});

export const PretrainTask = z.object({
  kind: z.literal('pretrain'),
  ...base,
  ...modelChoice,
  ...pace,
  leads: count.max(12).optional(),
  /** In place of steps: how often as many windows are drawn as the recordings hold. */
  epochs: z.number().positive().optional(),
  split: z.string().default('all'),
  /** Leaves out what this fold of `folds` tests, so that a cross-validation may start from the model. */
  withoutFold: z.number().int().min(0).optional(),
  folds: count.min(2).default(5),
  seed: z.number().int(),
  out: path,
});

export const FinetuneTask = z.object({
  kind: z.literal('finetune'),
  ...base,
  ...recipe,
  split: z.string().default('train'),
  seed: z.number().int(),
  out: path,
});

/** Trains and tests with several seeds: a row of docs/results.md. */
export const TrialTask = z.object({
  kind: z.literal('trial'),
  ...base,
  ...recipe,
  seeds: z.array(z.number().int()).min(1),
  /** Cross-validation over the training records; without it, the sets' own test records are tested. */
  folds: count.min(2).optional(),
  /** Record-adaptive use: first five minutes labelled. */
  adapt: adaptation.optional(),
  /** Results (JSON), kept after every training so that the same command goes on. */
  out: path,
});

export const EvaluateTask = z.object({
  kind: z.literal('evaluate'),
  ...base,
  model: path,
  split: z.string().default('test'),
  mapping: z.enum(['bxb', 'dechazal']).default('bxb'),
  /** Beats as annotated, or as the classical detector finds them. */
  positions: z.enum(['annotated', 'detected']).default('annotated'),
  adapt: adaptation.optional(),
  /** Records replayed in an adaptation: folders of beats. */
  replay: z.array(path).default([]),
  seed: z.number().int().default(1),
});

/** Scores annotation files against the reference, as WFDB's bxb does. */
export const ScoreTask = z.object({
  kind: z.literal('score'),
  ...base,
  annotator: z.string().min(1),
  split: z.string().default('all'),
  mapping: z.enum(['bxb', 'dechazal']).default('bxb'),
});

export const LearningTask = z.discriminatedUnion('kind', [
  PretrainTask,
  FinetuneTask,
  TrialTask,
  EvaluateTask,
  ScoreTask,
]);

export type PretrainTask = z.output<typeof PretrainTask>;
export type FinetuneTask = z.output<typeof FinetuneTask>;
export type TrialTask = z.output<typeof TrialTask>;
export type EvaluateTask = z.output<typeof EvaluateTask>;
export type ScoreTask = z.output<typeof ScoreTask>;
export type LearningTask = z.output<typeof LearningTask>;
/** What fine-tuning and trials share. */
export type RecipeChoice = Pick<FinetuneTask, keyof typeof recipe>;

export const LearningEvent = z.discriminatedUnion('kind', [
  /** Work that is no training: reading, scoring. */
  z.object({ kind: z.literal('stage'), text: z.string(), done: z.number(), total: z.number() }),
  z.object({
    kind: z.literal('step'),
    /** Which training of several. */
    label: z.string(),
    step: z.number(),
    steps: z.number(),
    losses: z.record(z.string(), z.number()),
    windowsPerSecond: z.number(),
    secondsLeft: z.number(),
    score: z.number().optional(),
  }),
  z.object({ kind: z.literal('checkpoint'), step: z.number(), path: z.string() }),
  /** A sentence worth keeping on the screen. */
  z.object({ kind: z.literal('note'), text: z.string() }),
  /** The last event. */
  z.object({ kind: z.literal('result'), result: z.custom<TaskResult>() }),
]);
export type LearningEvent = z.output<typeof LearningEvent>;
