import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';

const KEY_FILE = 'signing-key.pem';

export interface SigningKey {
  /** PEM of an Ed25519 key. */
  readonly pem: string;
  /** File name under which the key of before is kept, since it could not be read; absent otherwise. */
  readonly keptAs?: string;
}

/**
 * A library's own key, made when it is first needed; for this user's eyes only. One that cannot be used is kept aside and
 * another one made: others then see an unknown signer, and nothing else is lost.
 * @param folder of the learning loop in the library
 * @throws Problem `disk`
 */
export function signingKey(folder: string): SigningKey {
  const path = join(folder, KEY_FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!existsSync(path)) return { pem: newKey(path) };
    const pem = readFileSync(path, 'utf8');
    if (isUsable(pem)) return { pem };
    const aside = `signing-key.unreadable-${new Date().toISOString().replaceAll(/[^0-9]/g, '')}.pem`;
    renameSync(path, join(folder, aside));
    return { pem: newKey(path), keptAs: aside };
  } catch (cause) {
    throw new Problem(
      'disk',
      'The key that models are signed with could not be read or kept. Make room on the disk that holds the library, and ' +
        'look whether you may write there.',
      { cause },
    );
  }
}

function isUsable(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** Whole or not at all, and never readable by others, not even while it is written. */
function newKey(path: string): string {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const beside = `${path}.${String(process.pid)}.tmp`;
  rmSync(beside, { force: true });
  try {
    const descriptor = openSync(beside, 'wx', 0o600);
    try {
      writeSync(descriptor, pem);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown;
  }
  return pem;
}
