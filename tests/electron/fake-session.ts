import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type Handler<Name extends keyof Electron.Session> = Electron.Session[Name] extends (handler: infer H) => void
  ? H
  : never;

/** A session, and what a page may ask of it. As in Electron, what has no handler is allowed. */
export class FakeSession
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setSpellCheckerEnabled'
    >
{
  spellChecker = true;
  displayMedia: unknown = 'never set';
  private permissionRequest: Handler<'setPermissionRequestHandler'> = null;
  private permissionCheck: Handler<'setPermissionCheckHandler'> = null;
  private device: Handler<'setDevicePermissionHandler'> = null;
  private beforeRequest: Parameters<Electron.WebRequest['onBeforeRequest']>[0] = null;

  readonly webRequest = {
    onBeforeRequest: (handler: typeof this.beforeRequest): void => {
      this.beforeRequest = handler;
    },
  };

  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'>): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'>): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'>): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]): void {
    this.displayMedia = handler;
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }

  asksPermission(permission: string): boolean {
    let granted = true;
    this.permissionRequest?.({} as never, permission as never, (answer) => (granted = answer), {} as never);
    return granted;
  }
  checksPermission(permission: string): boolean {
    return this.permissionCheck?.(null, permission as never, 'app://workstation', {} as never) ?? true;
  }
  asksDevice(): boolean {
    return this.device?.({ deviceType: 'usb', origin: 'app://workstation', device: {} as never }) ?? true;
  }
  downloads(): boolean {
    let prevented = false;
    this.emit('will-download', { preventDefault: () => (prevented = true) }, {}, {});
    return !prevented;
  }
  /** Whether a request of the page leaves. */
  requests(url: string): boolean {
    let cancelled = false;
    this.beforeRequest?.({ url } as Electron.OnBeforeRequestListenerDetails, ({ cancel }) => {
      cancelled = cancel ?? false;
    });
    return !cancelled;
  }
}
