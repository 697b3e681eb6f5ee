import type { Frame } from './wire.ts';

/**
 * Frames as bytes: [u32 header length][JSON header][pad to 8][buffers, each padded to 8].
 * Typed arrays leave the JSON as {"$b":[kind, byteOffset, length]} and land aligned, so decoding makes views, not copies.
 * Numbers JSON has no word for leave it as {"$n":"NaN"}: a rate that is unknown must not arrive as null.
 */
const KINDS = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type Kind = keyof typeof KINDS;
type AnyTyped = InstanceType<(typeof KINDS)[Kind]>;

const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);

const pad8 = (bytes: number): number => (bytes + 7) & ~7;
const isKind = (name: unknown): name is Kind => typeof name === 'string' && Object.hasOwn(KINDS, name);

/** @throws TypeError for a view the other side could not rebuild (DataView, BigInt arrays) or a Map. */
export function encode(frame: Frame): Uint8Array<ArrayBuffer> {
  const parts: { at: number; bytes: Uint8Array }[] = [];
  let size = 0;
  const header = JSON.stringify(frame, function (this: object, key: string, given: unknown) {
    // Node's Buffer turns itself into a list of numbers before it gets here; what it was is still in its holder.
    const held: unknown = Reflect.get(this, key);
    const value = ArrayBuffer.isView(held) ? held : given;
    if (typeof value === 'number' && !Number.isFinite(value)) return { $n: String(value) };
    if (value instanceof Map || value instanceof Set) throw new TypeError('cannot send a Map or a Set');
    if (!ArrayBuffer.isView(value)) return value;
    // Node's Buffer is a Uint8Array by another name.
    const kind = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
    if (!isKind(kind)) throw new TypeError(`cannot send a ${kind}`);
    const at = size;
    parts.push({ at, bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) });
    size += pad8(value.byteLength);
    return { $b: [kind, at, (value as AnyTyped).length] };
  });
  const head = new TextEncoder().encode(header);
  const base = pad8(4 + head.length);
  const out = new Uint8Array(base + size);
  new DataView(out.buffer).setUint32(0, head.length, true);
  out.set(head, 4);
  for (const { at, bytes } of parts) out.set(bytes, base + at);
  return out;
}

/** @throws for bytes that are not a frame of this codec: bad JSON, a view outside the message. */
export function decode(message: ArrayBuffer): unknown {
  const length = new DataView(message).getUint32(0, true);
  const base = pad8(4 + length);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(message, 4, length));
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$n' in value && typeof value.$n === 'string' && NOT_FINITE.has(value.$n)) return Number(value.$n);
    if (!('$b' in value) || !Array.isArray(value.$b)) return value;
    const [kind, at, count] = value.$b as unknown[];
    if (!isKind(kind) || typeof at !== 'number' || typeof count !== 'number') throw new TypeError('bad view');
    return new KINDS[kind](message, base + at, count);
  });
}
