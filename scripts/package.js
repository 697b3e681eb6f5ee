import { isNode24 } from './node-24.js';

if (isNode24(import.meta.url))
  process.exitCode = await (await import('./package-program.js')).packageProgram(process.argv.slice(2));
