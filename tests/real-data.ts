import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where real recordings lie; they are never part of the repository (see CONTRIBUTING.md). */
export const dataRoot = resolve(process.env['EINTHOVEN_DATA'] ?? '.data');

const set = (name: string, probe: string): string | undefined =>
  existsSync(join(dataRoot, name, probe)) ? join(dataRoot, name) : undefined;

/** The folder of each set of real recordings, or undefined where it is absent: tests that need it are then skipped. */
export const realData = {
  mitdb: set('mitdb', '101.hea'),
  svdb: set('svdb', '800.hea'),
  ptbxl: set('ptbxl', 'ptbxl_database.csv'),
  ludb: set('ludb', 'ludb.csv'),
  cinc2017: set('cinc2017', '.'),
  nstdb: set('nstdb', '.'),
  /** Sample files of many formats: `.data/formats`, or the folder named by EINTHOVEN_FORMATS. */
  formats: ((): string | undefined => {
    const folder = resolve(process.env['EINTHOVEN_FORMATS'] ?? join(dataRoot, 'formats'));
    return existsSync(folder) ? folder : undefined;
  })(),
};
