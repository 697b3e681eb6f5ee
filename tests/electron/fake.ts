/**
 * A faithful stand-in for the `electron` module where its binary cannot be had. Each part implements Electron's own
 * declaration, so a changed API fails the type check; each part refuses what the real one refuses before `ready`.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { FakeMenu } from './fake-menu.ts';
import { FakeSession } from './fake-session.ts';
import { forkUtility } from './fake-utility-process.ts';
import { FakeWebContents } from './fake-web-contents.ts';

/** What the program did that a person would see or the system would feel. */
export const seen = {
  windows: [] as FakeWindow[],
  schemes: [] as Electron.CustomScheme[],
  protocols: new Map<string, (request: Request) => Response | Promise<Response>>(),
  paths: new Map<string, string>(),
  openDialogs: [] as Electron.OpenDialogOptions[],
  messageBoxes: [] as Electron.MessageBoxOptions[],
  errorBoxes: [] as { readonly title: string; readonly content: string }[],
  exposed: new Map<string, unknown>(),
  posted: [] as { readonly channel: string; readonly message: unknown; readonly ports: readonly unknown[] }[],
  sandboxEnabled: false,
  quits: 0,
  /** The exit status once the process would have ended. */
  exitCode: undefined as number | undefined,
};

/** What a test sets before it starts the program. */
export const world = {
  userData: '.',
  singleInstanceLock: true,
  packaged: false,
  workAreas: [{ x: 0, y: 0, width: 1920, height: 1040 }] as Electron.Rectangle[],
  dialogAnswer: { canceled: true, filePaths: [] } as Electron.OpenDialogReturnValue,
};

let isReady = false;
const ready = Promise.withResolvers<undefined>();

/** As in Electron: `ready` comes only once the entry module has finished evaluating, top-level awaits included. */
export async function launch(entry: () => Promise<unknown>): Promise<void> {
  await entry();
  isReady = true;
  app.emit('ready');
  ready.resolve(undefined);
}

function onlyBeforeReady(what: string): void {
  if (isReady) throw new Error(`${what} must be called before the app is ready`);
}
function onlyWhenReady(what: string): void {
  if (!isReady) throw new Error(`${what} cannot be used before the app is ready`);
}

/** An event a listener may refuse. */
export const preventable = () => {
  const event = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
  return event;
};

class FakeApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'enableSandbox'
      | 'exit'
      | 'getPath'
      | 'isPackaged'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'setPath'
      | 'whenReady'
    >
{
  get isPackaged(): boolean {
    return world.packaged;
  }
  whenReady(): Promise<void> {
    return ready.promise;
  }
  enableSandbox(): void {
    onlyBeforeReady('app.enableSandbox');
    seen.sandboxEnabled = true;
  }
  requestSingleInstanceLock(): boolean {
    return world.singleInstanceLock;
  }
  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return seen.paths.get(name) ?? (name === 'userData' ? world.userData : `${world.userData}/${name}`);
  }
  setPath(name: string, path: string): void {
    if (name === 'sessionData') onlyBeforeReady("app.setPath('sessionData')");
    seen.paths.set(name, path);
  }
  /** Windows close first, each may refuse; then `will-quit` may refuse; only then the process ends. */
  quit(): void {
    seen.quits += 1;
    if (seen.exitCode !== undefined || !this.emitPreventable('before-quit')) return;
    for (const window of [...seen.windows]) {
      if (!window.closeUnlessPrevented()) return;
    }
    if (this.emitPreventable('will-quit')) this.exit(0);
  }
  exit(code = 0): void {
    if (seen.exitCode !== undefined) return;
    seen.exitCode = code;
    this.emit('quit', {}, code);
  }
  private emitPreventable(name: string): boolean {
    const event = preventable();
    this.emit(name, event);
    return !event.defaultPrevented;
  }
}

class FakeWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'close'
      | 'focus'
      | 'getNormalBounds'
      | 'isMaximized'
      | 'isMinimized'
      | 'loadURL'
      | 'maximize'
      | 'restore'
      | 'show'
    >
{
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  /** What `loadURL` was answered with. */
  loaded: { readonly url: string; readonly response: Response } | undefined;
  visible: boolean;
  focused = false;
  minimized = false;
  maximized = false;
  bounds: Electron.Rectangle;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    onlyWhenReady('BrowserWindow');
    super();
    this.options = options;
    this.visible = options.show ?? true;
    const { x = 100, y = 50, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    seen.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    const handler = seen.protocols.get(new URL(url).protocol.slice(0, -1));
    if (!handler) throw new Error(`ERR_UNKNOWN_URL_SCHEME ${url}`);
    this.loaded = { url, response: await handler(new Request(url)) };
    this.emit('ready-to-show');
  }
  show(): void {
    this.visible = true;
  }
  focus(): void {
    this.focused = true;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }
  close(): void {
    if (!this.closeUnlessPrevented() || seen.windows.length > 0) return;
    // Electron quits by itself when nobody listens.
    if (!app.emit('window-all-closed')) app.quit();
  }
  closeUnlessPrevented(): boolean {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    seen.windows.splice(seen.windows.indexOf(this), 1);
    this.emit('closed');
    return true;
  }
}
export type { FakeWindow };

export const app = new FakeApp();
export const BrowserWindow = FakeWindow;
export const ipcMain = new EventEmitter();
export const Menu = FakeMenu;
export const nativeTheme: Pick<Electron.NativeTheme, 'shouldUseDarkColors'> = { shouldUseDarkColors: false };
const defaultSession = new FakeSession();
export const session = {
  get defaultSession(): FakeSession {
    onlyWhenReady('session.defaultSession');
    return defaultSession;
  },
};

export const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'> = {
  registerSchemesAsPrivileged: (schemes) => {
    onlyBeforeReady('protocol.registerSchemesAsPrivileged');
    seen.schemes.push(...schemes);
  },
  handle: (scheme, handler) => {
    onlyWhenReady('protocol.handle');
    seen.protocols.set(scheme, handler);
  },
};

export const screen = {
  getAllDisplays: (): Pick<Electron.Display, 'workArea'>[] => {
    onlyWhenReady('screen');
    return world.workAreas.map((workArea) => ({ workArea }));
  },
};

export const dialog = {
  showOpenDialog: (
    _window: FakeWindow,
    options: Electron.OpenDialogOptions,
  ): Promise<Electron.OpenDialogReturnValue> => {
    onlyWhenReady('dialog.showOpenDialog');
    seen.openDialogs.push(options);
    return Promise.resolve(world.dialogAnswer);
  },
  showMessageBox: (
    _window: FakeWindow,
    options: Electron.MessageBoxOptions,
  ): Promise<Electron.MessageBoxReturnValue> => {
    seen.messageBoxes.push(options);
    return Promise.resolve({ response: 0, checkboxChecked: false });
  },
  showErrorBox: (title: string, content: string): void => void seen.errorBoxes.push({ title, content }),
};

export const utilityProcess: { fork: (...args: Parameters<typeof forkUtility>) => unknown } = {
  fork: (...args) => {
    onlyWhenReady('utilityProcess.fork');
    return forkUtility(...args);
  },
};

// What a preload script has of the module.
export const contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'> = {
  exposeInMainWorld: (key, api) => void seen.exposed.set(key, structuredClone(api)),
};
export const ipcRenderer: Pick<Electron.IpcRenderer, 'postMessage'> = {
  postMessage: (channel, message, ports = []) => void seen.posted.push({ channel, message, ports }),
};
