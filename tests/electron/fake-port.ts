import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import type { DomPort } from '../../src/shared/rpc/message-port.ts';

/** MessagePortMain as Electron has it: an emitter whose events carry `data`, queued until it is started. */
class FakePortMain extends EventEmitter implements Electron.MessagePortMain {
  closed = false;
  private readonly port: NodePort;
  constructor(port: NodePort) {
    super();
    this.port = port;
    port.unref();
    port.on('close', () => {
      this.closed = true;
      this.emit('close');
    });
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    this.port.unref();
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  close(): void {
    this.port.close();
  }
}

/** A port of the page and its other end, as it arrives in the main process. */
export function portPair(): { readonly page: DomPort & { close(): void }; readonly main: FakePortMain } {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const page = {
    postMessage: (message: unknown) => port1.postMessage(message),
    addEventListener: (type: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
      if (type === 'message') port1.on('message', (data: unknown) => listener({ data }));
      else port1.on('close', () => listener({ data: undefined }));
    },
    start: () => port1.start(),
    close: () => port1.close(),
  };
  return { page, main: new FakePortMain(port2) };
}
