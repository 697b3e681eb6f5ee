import { parseFrame, type Wire } from './wire.ts';

/** The part of MessagePort that the browser and Node agree on. */
export interface DomPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
}

/** Electron's MessagePortMain. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** A child process, or a parent as seen from one: plain messages, no ports. */
export interface ProcessPort {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

// The structured clone carries typed arrays as they are, so no codec here.

export function domPortWire(port: DomPort): Wire {
  return {
    post: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      port.addEventListener('message', (event) => {
        const frame = parseFrame(event.data);
        if (frame) listener(frame);
      });
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener),
  };
}

export function emitterPortWire(port: EmitterPort): Wire {
  return {
    post: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      port.on('message', (event) => {
        const frame = parseFrame(event.data);
        if (frame) listener(frame);
      });
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
  };
}

export function processWire(port: ProcessPort): Wire {
  return {
    post: (frame) => port.postMessage(frame),
    onFrame: (listener) =>
      port.onMessage((message) => {
        const frame = parseFrame(message);
        if (frame) listener(frame);
      }),
    onClose: (listener) => port.onClose(listener),
  };
}
