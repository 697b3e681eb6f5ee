/** What a checkpoint says about itself: the schema its JSON part is checked against when read. */
import { z } from 'zod';
import type { HeadConfig } from './heads/head-config.ts';
import type { ModelConfig } from './model-config.ts';
import { STATE_NAMES } from './training-graph.ts';

const count = z.int().nonnegative();
const fraction = z.number().min(0).max(1);

const modelSchema = z.object({
  trunk: z.enum(['neighborhood', 'dense', 'convolution']),
  windowSamples: z.int().positive(),
  channels: z.union([z.literal(1), z.literal(2)]),
  tokenizerChannels: z.int().positive(),
  levels: z
    .array(
      z.object({
        dim: z.int().positive(),
        depth: z.int().positive(),
        heads: z.int().positive(),
        kernel: z.int().positive(),
      }),
    )
    .min(1),
  expansion: z.number().positive(),
  dropPath: fraction,
  mixLeadsFrom: count.nullable(),
  leadNames: z.boolean(),
}) satisfies z.ZodType<ModelConfig>;

const headSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('beats'),
    classes: z.array(z.string()),
    rhythmFeatures: count,
    rhythmUnits: count,
    hiddenUnits: count,
    embedding: count,
    featureDropout: fraction,
    morphologyDropout: fraction,
    leadJoin: z.enum(['features', 'attention', 'probabilities']),
  }),
  z.object({
    kind: z.literal('findings'),
    findings: z.array(z.string()),
    queries: count,
    hiddenUnits: count,
    perLeadUnits: count,
    dropout: fraction,
  }),
  z.object({ kind: z.literal('waves'), waves: z.array(z.string()), dim: count, fineChannels: count }),
  z.object({ kind: z.literal('reconstruction'), dim: count }),
]) satisfies z.ZodType<HeadConfig>;

export const MANIFEST_VERSION = 1;

export const manifestSchema = z.object({
  format: z.literal('einthoven-model'),
  version: z.literal(MANIFEST_VERSION),
  model: modelSchema,
  head: headSchema,
  layout: z.object({
    entries: z.array(z.object({ name: z.string(), shape: z.array(z.int().positive()), offset: count })),
    size: z.int().positive(),
  }),
  /** Steps taken in the run that wrote it. */
  step: count,
  seed: z.number(),
  /** Anything the writer wants to keep: data sets, recipe, figures. */
  notes: z.record(z.string(), z.unknown()),
  /** The vectors that follow, in order, each `layout.size` float32 little-endian. */
  vectors: z.array(z.object({ name: z.enum(STATE_NAMES), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
