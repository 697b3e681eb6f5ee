/** Loaded into a process before its module: gives it the parent port of a utility process. */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

class FakeParentPort extends EventEmitter implements Pick<Electron.ParentPort, 'postMessage'> {
  private readonly send = process.send?.bind(process);
  constructor() {
    super();
    const early: unknown[] = [];
    process.on('message', (data) => {
      if (this.listenerCount('message') > 0) this.emit('message', { data, ports: [] });
      else early.push(data); // queued until a handler is registered
    });
    this.on('newListener', (name) => {
      if (name !== 'message') return;
      queueMicrotask(() => {
        for (const data of early.splice(0)) this.emit('message', { data, ports: [] });
      });
    });
  }
  postMessage(message: unknown): void {
    this.send?.(message);
  }
}

Object.defineProperty(process, 'parentPort', { value: new FakeParentPort() });
// A utility process has no such function.
Object.defineProperty(process, 'send', { value: undefined });
