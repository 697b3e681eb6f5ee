import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Calibration } from './calibration.ts';

/** What a reading needs of a model; each is a checkpoint of its own, `beats.nat` and so on. */
export const HEADS = ['beats', 'findings', 'waves'] as const;
export type Head = (typeof HEADS)[number];

/** The files of a model's folder by what they are for; `pretrained` is where further training may start from. */
export const PARTS = ['pretrained', ...HEADS] as const;
export type Part = (typeof PARTS)[number];

/** The name of a part's file: never taken from a card, so that no card leads out of its folder. */
export const fileNameOf = (part: Part): string => `${part}.nat`;
export const CARD_FILE = 'card.json';

const CARD_FORMAT = 'einthoven-model-card';
export const CARD_VERSION = 1;

/**
 * Raised whenever what models are fed (band, windows, scale, RR features) or how they are built changes, so that a model
 * of before does not fit. It is the only thing that tells two kinds of input of the same shape apart.
 */
export const MODEL_INPUTS = 1;

const probability = z.number().min(0).max(1);
const count = z.int().nonnegative();

export const ModelFile = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: count,
  /** Numbers in the model, its head included. */
  parameters: count,
});

/** Which leads of a recording have their beats classified, and how the leads' probabilities become one. */
export const BeatLeadPolicy = z.object({
  /** The arithmetic mean of the leads' probabilities, or their geometric mean scaled to a sum of one. */
  join: z.enum(['mean', 'geometric-mean']),
  /** At most so many leads, those of the best signal; null for all. */
  mostLeads: z.int().positive().nullable(),
  /** What becomes of leads of a name that is none of the twelve: read like any other, or left out. */
  unknownLeads: z.enum(['read', 'left-out']),
});
export type BeatLeadPolicy = z.infer<typeof BeatLeadPolicy>;

export const ModelMetric = z.object({
  head: z.enum(HEADS),
  /** Where it was measured, on recordings the model had not seen: `MIT-BIH DS1, five folds`. */
  data: z.string(),
  /** What was measured: `V F1 %`. */
  measure: z.string(),
  value: z.number(),
  /** Standard deviation over the trainings. */
  deviation: z.number().nonnegative().optional(),
  remark: z.string().optional(),
});

/** What a maker says of a model, beside its files. */
export const ModelFacts = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be of small letters, digits and hyphens'),
  /** `1.0.0`. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be three numbers, as 1.0.0'),
  /** What it is and what for, in a few sentences. */
  summary: z.string().min(1),
  calibration: z.object({ beats: Calibration, findings: Calibration, waves: Calibration.optional() }),
  /** Probability from which a finding is suggested, by its name; one half for those that are not named. */
  thresholds: z.record(z.string(), probability),
  beatLeadPolicy: BeatLeadPolicy,
  licences: z.array(z.object({ of: z.string(), licence: z.string() })).min(1),
  metrics: z.array(ModelMetric),
  /** What it must not be used for and where it is known to be weak, a sentence each. */
  limits: z.array(z.string()),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

/** Records whose signals (`pretrained`) or labels a part has learnt from. */
const TrainedOn = z.object({ part: z.enum(PARTS), data: z.string(), records: count });

/** `card.json` of a model's folder. */
export const ModelCard = ModelFacts.extend({
  format: z.literal(CARD_FORMAT),
  formatVersion: z.literal(CARD_VERSION),
  id: z.string(),
  inputs: z.int(),
  files: z.object({
    pretrained: ModelFile.optional(),
    beats: ModelFile,
    findings: ModelFile,
    waves: ModelFile,
  }),
  trainedOn: z.array(TrainedOn),
  /** SHA-256 of all else in the card, hexadecimal: of its words and figures too, which the id leaves out. Not in the oldest. */
  seal: z.string().optional(),
});
export type ModelCard = z.infer<typeof ModelCard>;

/** The card of a model: the maker's facts, what was found in its files, and the id that follows from both. */
export function makeCard(facts: ModelFacts, found: Pick<ModelCard, 'files' | 'trainedOn'>): ModelCard {
  const card = { format: CARD_FORMAT, formatVersion: CARD_VERSION, inputs: MODEL_INPUTS, ...facts, ...found } as const;
  const whole = { ...card, id: modelId(card) };
  return { ...whole, seal: sealOf(whole) };
}

/** What `seal` of a card has to be. @param card as JSON, also what this version of the program does not know of it */
export const sealOf = (card: unknown): string =>
  createHash('sha256')
    .update(canonical({ ...(typeof card === 'object' ? card : {}), seal: undefined }))
    .digest('hex');

/**
 * `ecg-nat-base-3f2a9c01b4de`: a model's name and a digest of all that decides what it says. Two models of one id give
 * the same probabilities and suggestions, so a reading may name the id alone.
 */
export function modelId({
  name,
  inputs,
  files,
  calibration,
  thresholds,
  beatLeadPolicy,
}: Omit<ModelCard, 'id'>): string {
  const hashes = Object.fromEntries(PARTS.map((part) => [part, files[part]?.sha256 ?? null]));
  const said = canonical({ inputs, files: hashes, calibration, thresholds, beatLeadPolicy });
  return `${name}-${createHash('sha256').update(said).digest('hex').slice(0, 12)}`;
}

/** JSON whose keys are in order, whatever order they were written in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
