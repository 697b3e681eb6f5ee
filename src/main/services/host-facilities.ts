import type { ProcessPort } from '../../shared/rpc/message-port.ts';

/** A child process owned by main, whichever way the host starts one. */
export interface ChildHandle extends ProcessPort {
  /** Ends the process at once; the last resort after asking it to stop. */
  kill(): void;
  /** The last of what a process with a `kept` voice has written so far, drivers and libraries within it included. */
  readonly said?: (() => string) | undefined;
}

/**
 * Where what a process writes goes: on to the program's own log, or no further than main. Graphics drivers tell the terminal
 * a lot of which only what precedes a failure is worth a line.
 */
export type ChildVoice = 'log' | 'kept';

/** What a host lends to the services, so that they know nothing of Electron, HTTP or argv. */
export interface HostFacilities {
  readonly kind: 'electron' | 'browser';
  readonly version: string;
  /** Starts the job process (src/main/jobs/entry.ts): `utilityProcess.fork` or `child_process.fork`. */
  spawnJob(voice?: ChildVoice): ChildHandle;
  /** The system's own dialogs; absent where the page itself picks files and receives downloads. */
  readonly dialogs?: {
    /** Paths chosen for import, or undefined when dismissed. */
    chooseImport(what: 'files' | 'folder'): Promise<readonly string[] | undefined>;
    /** A folder to write an export to, or undefined when dismissed. */
    chooseExportFolder(): Promise<string | undefined>;
  };
  /** One line of the log: names, times and stacks; never patient data. */
  log(line: string): void;
}
