import { isNode24 } from './node-24.js';

if (isNode24(import.meta.url)) process.exitCode = await (await import('./run-tests.js')).runTests();
