import { type BrowserWindow, ipcMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import type { Wire } from '../../../shared/rpc/wire.ts';
import { emitterPortWire } from '../../../shared/rpc/message-port.ts';
import { APP_ORIGIN } from './app-protocol.ts';

/** The one door from the page to this process: a port, taken from the top frame of our own window only. */
export function acceptConnections(window: BrowserWindow, onConnection: (wire: Wire) => void): void {
  // A port that nobody holds is closed when it is collected.
  const open = new Set<MessagePortMain>();
  ipcMain.on('rpc:connect', (event) => {
    const [port] = event.ports;
    if (port === undefined) return;
    if (!isOurPage(event, window)) {
      port.close();
      return;
    }
    open.add(port);
    port.on('close', () => open.delete(port));
    onConnection(emitterPortWire(port));
  });
}

/** The only place where a sender is judged. */
function isOurPage(event: IpcMainEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame; // null once the frame has gone
  return event.sender === window.webContents && frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}
