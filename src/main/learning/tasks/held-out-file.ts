import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod';
import { Problem } from '../../../shared/problem.ts';
import { replaceFile } from '../replace-file.ts';

const FORMAT = 'einthoven-held-out';

const recordSchema = z.object({
  /** Base64 of deflated 16-bit little-endian numbers, rows × classes: 65,535 is certainty. */
  probabilities: z.string(),
  /** Base64 of deflated bytes, rows × classes: 1, 0, or 255 where it is not known. */
  truth: z.string(),
});
const schema = z.object({
  format: z.literal(FORMAT),
  classes: z.array(z.string()).min(2),
  parts: z.record(z.string(), z.record(z.string(), recordSchema)),
});

/** What a model said of records it had not seen, and what is true. Rows are beats, or the record itself for findings. */
export interface HeldOutRows {
  readonly classes: readonly string[];
  /** rows × classes. */
  readonly probabilities: Float32Array;
  /** rows × classes: 1, 0 or NaN. */
  readonly truth: Float32Array;
}

const CERTAIN = 65_535;
const UNKNOWN = 255;

/** `ds1.json` → `ds1.held-out.json`: beside the results of a trial. */
export const heldOutPath = (results: string): string => `${results.replace(/\.json$/, '')}.held-out.json`;

/**
 * The probabilities behind a trial's predictions, kept beside it: what a calibration is fitted to. A file of another
 * kind in its place is replaced, parts of the same name too.
 */
export class HeldOutFile {
  readonly #path: string;
  readonly #parts: Map<string, Record<string, z.output<typeof recordSchema>>>;

  constructor(results: string) {
    this.#path = heldOutPath(results);
    const parsed = existsSync(this.#path) ? schema.safeParse(jsonOf(this.#path)) : undefined;
    this.#parts = new Map(Object.entries(parsed?.data?.parts ?? {}));
  }

  /** @param records rows by record; nothing is written for none */
  add(part: string, records: ReadonlyMap<string, HeldOutRows>): void {
    const [first] = records.values();
    if (!first) return;
    const encoded: Record<string, z.output<typeof recordSchema>> = {};
    for (const [id, { probabilities, truth }] of records) {
      encoded[id] = {
        probabilities: packed(Uint16Array.from(probabilities, (value) => Math.round(CERTAIN * value))),
        truth: packed(Uint8Array.from(truth, (value) => (Number.isNaN(value) ? UNKNOWN : value))),
      };
    }
    this.#parts.set(part, encoded);
    const content = { format: FORMAT, classes: first.classes, parts: Object.fromEntries(this.#parts) };
    replaceFile(this.#path, new TextEncoder().encode(`${JSON.stringify(content)}\n`));
  }
}

/**
 * Rows by part (seed and fold) and record.
 * @throws Problem `unreadable`, with the path, for anything but a file that a trial wrote
 */
export function readHeldOut(path: string): ReadonlyMap<string, ReadonlyMap<string, HeldOutRows>> {
  const parsed = schema.safeParse(jsonOf(path));
  if (!parsed.success) {
    throw new Problem(
      'unreadable',
      `${basename(path)} holds no held-out probabilities. They are written beside --out by finetune with --seeds or --cross-validate.`,
    );
  }
  const { classes, parts } = parsed.data;
  return new Map(
    Object.entries(parts).map(([part, records]) => [
      part,
      new Map(
        Object.entries(records).map(([id, { probabilities, truth }]) => {
          const levels = unpacked(probabilities);
          return [
            id,
            {
              classes,
              probabilities: Float32Array.from(
                new Uint16Array(levels.buffer, 0, levels.length >> 1),
                (level) => level / CERTAIN,
              ),
              truth: Float32Array.from(unpacked(truth), (value) => (value === UNKNOWN ? NaN : value)),
            },
          ];
        }),
      ),
    ]),
  );
}

const packed = (values: Uint8Array | Uint16Array): string =>
  deflateSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).toString('base64');

/** In memory of its own, so that it may be seen as numbers of any width. */
const unpacked = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(inflateSync(Buffer.from(text, 'base64')));

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
