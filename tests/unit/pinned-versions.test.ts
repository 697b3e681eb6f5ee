import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';

const Versions = z.record(z.string(), z.string());
const Package = z.object({ dependencies: Versions, devDependencies: Versions, optionalDependencies: Versions });

it('every package is pinned to one exact version', () => {
  const pinned = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const loose = Object.values(pinned)
    .flatMap((versions) => Object.entries(versions))
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});
