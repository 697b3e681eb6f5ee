import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { KeyReplacement } from '../../../shared/contract/learning-troubles.ts';
import { fingerprintOf } from '../../inference/models/model-package.ts';
import type { Library } from '../../library/open-library.ts';
import { signingKey } from './signing-key.ts';

/** Of the key that was used last; what nobody has acknowledged yet stays to be told. */
const SETTING = 'signing-key';
const Remembered = z.object({ fingerprint: z.string(), replaced: KeyReplacement.optional() });

export interface UsedKey {
  /** PEM of an Ed25519 key. */
  readonly pem: string;
  readonly fingerprint: string;
  /** Present the first time that another key is used than before. */
  readonly replaced?: KeyReplacement;
}

/** The key that a library signs its models with, and whether it is still the one that others know. */
export class OwnKey {
  private readonly library: Library;

  constructor(library: Library) {
    this.library = library;
  }

  /** @throws Problem `disk` */
  async use(): Promise<UsedKey> {
    const { pem, keptAs } = signingKey(join(this.library.folder, 'learning'));
    const fingerprint = fingerprintOf(createPublicKey(createPrivateKey(pem)));
    const known = this.remembered();
    if (known?.fingerprint === fingerprint) return { pem, fingerprint };
    // Of several keys since, those in between are known to nobody.
    const before = known?.replaced?.before ?? known?.fingerprint;
    const replaced: KeyReplacement | undefined =
      before === undefined && keptAs === undefined
        ? undefined
        : {
            ...{ at: new Date().toISOString(), fingerprint },
            ...(before === undefined ? {} : { before }),
            ...(keptAs === undefined ? {} : { keptAs }),
          };
    await this.save({ fingerprint, replaced });
    return { pem, fingerprint, ...(replaced ? { replaced } : {}) };
  }

  /** Of the key that models are signed with; undefined where none has been needed yet. */
  fingerprint(): string | undefined {
    return this.remembered()?.fingerprint;
  }

  /** What is still to be told of the key. */
  replaced(): KeyReplacement | undefined {
    return this.remembered()?.replaced;
  }

  /** Somebody has read it. */
  async acknowledge(): Promise<void> {
    const known = this.remembered();
    if (known?.replaced) await this.save({ fingerprint: known.fingerprint });
  }

  private remembered(): z.infer<typeof Remembered> | undefined {
    const saved = Remembered.safeParse(this.library.settings.get(SETTING));
    return saved.success ? saved.data : undefined;
  }

  private save(remembered: z.infer<typeof Remembered>): Promise<void> {
    return this.library.whenFree(() => this.library.settings.save(SETTING, remembered));
  }
}
