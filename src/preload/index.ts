import { contextBridge, ipcRenderer } from 'electron';

// A MessagePort cannot pass through contextBridge, so the page posts it to this window and it is handed on.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'rpc:connect') return;
  const [port] = event.ports;
  if (port !== undefined) ipcRenderer.postMessage('rpc:connect', null, [port]);
});

contextBridge.exposeInMainWorld('host', { kind: 'electron' });
