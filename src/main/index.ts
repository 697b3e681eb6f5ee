import { startElectronHost } from './hosts/electron/start.ts';

// Not awaited: Electron emits `ready` only after this module has finished evaluating.
void startElectronHost();
