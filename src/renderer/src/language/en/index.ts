import { analysis } from './analysis.ts';
import { editing } from './editing.ts';
import { calipers } from './calipers.ts';
import { general } from './general.ts';
import { holter } from './holter.ts';
import { importing } from './importing.ts';
import { palette } from './palette.ts';
import { learning } from './learning.ts';
import { makers } from './makers.ts';
import { measurements } from './measurements.ts';
import { printing } from './printing.ts';
import { readings } from './readings.ts';
import { shortcuts } from './shortcuts.ts';
import { study } from './study.ts';
import { trace } from './trace.ts';
import { worklist } from './worklist.ts';

export const english = {
  ...general,
  ...worklist,
  ...importing,
  ...study,
  ...trace,
  ...palette,
  ...readings,
  ...analysis,
  ...holter,
  ...measurements,
  ...calipers,
  ...printing,
  ...editing,
  ...learning,
  ...makers,
  ...shortcuts,
};
