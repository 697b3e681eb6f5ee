import type { WorkstationHandlers } from '../../../shared/contract.ts';
import { openLibrary } from '../../library/open-library.ts';
import { createServices } from '../../services/create-services.ts';
import type { HostFacilities } from '../../services/host-facilities.ts';

/** The library and the services over it, as a host shows them to its page. */
export interface OpenWorkstation {
  readonly handlers: WorkstationHandlers;
  /** Ends the children, then closes the library. */
  close(): Promise<void>;
}

/**
 * Opens the library for writing and puts the services on it; whichever host asks.
 * @throws Problem when the library is in use by another instance, damaged, or cannot be written.
 */
export function openWorkstation(folder: string, facilities: HostFacilities): OpenWorkstation {
  const library = openLibrary(folder, { mode: 'owner' });
  const services = createServices({ library, facilities });
  return {
    handlers: services.handlers,
    close: async () => {
      await services.close();
      library.close();
    },
  };
}
