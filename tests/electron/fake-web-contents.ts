import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** The page of a window, and what a page may try. */
export class FakeWebContents
  extends EventEmitter
  implements Pick<Electron.WebContents, 'reload' | 'sendInputEvent' | 'setWindowOpenHandler'>
{
  reloads = 0;
  readonly inputs: Electron.InputEvent[] = [];
  private openHandler: OpenHandler | undefined;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  reload(): void {
    this.reloads += 1;
  }
  sendInputEvent(event: Electron.InputEvent): void {
    this.inputs.push(event);
  }

  /** Whether the page gets there: a link, a script, a redirect or a frame. */
  navigates(by: 'will-navigate' | 'will-redirect' | 'will-frame-navigate', url: string): boolean {
    return this.happens(by, { url });
  }
  /** Whether a new window comes up. */
  opens(url: string): boolean {
    const details = { url, frameName: '', features: '', disposition: 'new-window' } as Electron.HandlerDetails;
    return this.openHandler?.(details).action !== 'deny';
  }
  /** Whether a `<webview>` is attached. */
  attachesWebview(): boolean {
    return this.happens('will-attach-webview', {});
  }

  private happens(name: string, properties: object): boolean {
    let prevented = false;
    this.emit(name, { ...properties, preventDefault: () => (prevented = true) }, {}, {});
    return !prevented;
  }
}
