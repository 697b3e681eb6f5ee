import type { ProcessPort } from '../../shared/rpc/message-port.ts';

/** `process.parentPort` of an Electron utility process. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

const isUtilityPort = (value: unknown): value is UtilityPort =>
  typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;

/** The way back to main, in an Electron utility process as in a forked Node process. */
export function portToMain(): ProcessPort {
  const utility: unknown = Reflect.get(process, 'parentPort');
  if (isUtilityPort(utility)) {
    return {
      postMessage: (message) => utility.postMessage(message),
      onMessage: (listener) => void utility.on('message', ({ data }) => listener(data)),
      // Electron ends a utility process together with main.
      onClose: () => {},
    };
  }
  return {
    // Node's own `send` returns false under pressure and queues; the streams' credits bound what is queued. A main that was
    // killed hears nothing any more: this process is told of it by `disconnect`.
    postMessage: (message) => void process.send?.(message, () => {}),
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', listener),
  };
}
