import { contract, type Workstation } from '../../shared/contract.ts';
import { connect } from '../../shared/rpc/client.ts';
import { domPortWire } from '../../shared/rpc/message-port.ts';
import { webSocketWire } from '../../shared/rpc/web-socket.ts';
import type { Wire } from '../../shared/rpc/wire.ts';

declare global {
  interface Window {
    /** Put there by the preload in Electron; absent in the browser host. */
    readonly host?: { readonly kind: 'electron' };
  }
}

export interface Connection {
  readonly api: Workstation;
  /** Resolves when the other side is gone; nothing asked afterwards will be answered. */
  readonly lost: Promise<void>;
}

/** Talks to the workstation over whichever wire this window has. @throws where nobody answers. */
export async function openWorkstation(): Promise<Connection> {
  const wire = window.host?.kind === 'electron' ? portWire() : await socketWire();
  const lost = new Promise<void>((resolve) => wire.onClose(resolve));
  return { api: connect(contract, wire), lost };
}

/** The preload hands the other end of the channel to the main process. */
function portWire(): Wire {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('rpc:connect', location.origin, [port2]);
  return domPortWire(port1);
}

async function socketWire(): Promise<Wire> {
  const socket = new WebSocket(`ws://${location.host}/rpc`);
  const wire = webSocketWire(socket);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error('no connection to the workstation')), { once: true });
  });
  return wire;
}
