import { isNode24 } from './node-24.js';

if (isNode24(import.meta.url)) await (await import('./start-workstation.js')).startWorkstation(process.argv.slice(2));
