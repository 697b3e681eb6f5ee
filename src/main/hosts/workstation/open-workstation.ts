import { join } from 'node:path';
import type { WorkstationHandlers } from '../../../shared/contract.ts';
import { openLibrary } from '../../library/open-library.ts';
import { createServices } from '../../services/create-services.ts';
import type { HostFacilities } from '../../services/host-facilities.ts';

/** What trainings rehearse, among the program's resources. */
export const rehearsalFileIn = (resources: string): string => join(resources, 'rehearsal', 'rehearsal.ecg');

/** The library and the services over it, as a host shows them to its page. */
export interface OpenWorkstation {
  readonly handlers: WorkstationHandlers;
  /** Stops what runs, ends the children, then closes the library. */
  close(): Promise<void>;
}

/**
 * Opens the library as its owner and puts the services on it, for whichever host asks. A new library is given the demo
 * recordings in `resources`.
 * @throws Problem when the library is in use by another instance, damaged, or cannot be written.
 */
export function openWorkstation(folder: string, facilities: HostFacilities, resources: string): OpenWorkstation {
  const library = openLibrary(folder, { mode: 'owner' });
  const services = createServices({
    library,
    facilities,
    demoFolder: join(resources, 'demo'),
    modelsFolder: join(resources, 'models'),
    rehearsalFile: rehearsalFileIn(resources),
  });
  return {
    handlers: services.handlers,
    close: async () => {
      try {
        await services.close();
      } finally {
        library.close();
      }
    },
  };
}
