/**
 * Stands in for the `electron` module of a preload script, in a real page: a port handed to ipcRenderer reaches the
 * services over the browser host's socket.
 */
import './without-eval.ts';
import { domPortWire } from '../../src/shared/rpc/message-port.ts';
import { webSocketWire } from '../../src/shared/rpc/web-socket.ts';

const electron = {
  contextBridge: {
    exposeInMainWorld: (key: string, api: unknown) =>
      Object.defineProperty(window, key, { value: structuredClone(api) }),
  },
  ipcRenderer: {
    postMessage: (channel: string, _message: unknown, [port]: readonly [MessagePort]) => {
      if (channel !== 'rpc:connect') throw new Error(`nobody listens on ${channel}`);
      const socket = new WebSocket(`ws://${location.host}/rpc`);
      socket.addEventListener('open', () => {
        const far = webSocketWire(socket);
        const near = domPortWire(port);
        far.onFrame((frame) => near.post(frame));
        near.onFrame((frame) => far.post(frame));
        far.onClose(() => port.close());
      });
    },
  },
};

Object.assign(window, {
  require: (name: string) => {
    if (name !== 'electron') throw new Error(`a sandboxed preload cannot load ${name}`);
    return electron;
  },
});
