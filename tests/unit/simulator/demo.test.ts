import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_RECORDS, demoFiles } from '../../../scripts/make-demo.ts';
import { SYNTHETIC_NOTE } from '../../../src/main/simulator/simulate.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'resources', 'demo');

describe('the demo recordings', () => {
  it('are byte for byte what the script makes', () => {
    for (const record of DEMO_RECORDS) {
      for (const [name, bytes] of demoFiles(record))
        expect(readFileSync(join(folder, name)).equals(bytes), `${name}: run node scripts/make-demo.ts`).toBe(true);
    }
  });

  it('are all made by the script, and small', () => {
    const made = DEMO_RECORDS.flatMap(({ preset }) => [`synthetic-${preset}.dat`, `synthetic-${preset}.hea`]);
    const shipped = readdirSync(folder).filter((name) => name !== 'README.md');
    expect(shipped.sort()).toEqual(made.sort());
    const size = shipped.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(size).toBeLessThan(4_000_000);
  });

  it('say in their headers that they are synthetic', () => {
    for (const { preset } of DEMO_RECORDS) {
      const header = readFileSync(join(folder, `synthetic-${preset}.hea`), 'utf8');
      expect(header).toContain(`# ${SYNTHETIC_NOTE}`);
      expect(header).toMatch(/# Patient: Synthetic, [A-Z][a-z]+ \(SYN-\d{3}\)/);
    }
  });
});
