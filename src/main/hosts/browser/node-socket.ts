import type { WebSocket } from 'ws';
import type { SocketLike } from '../../../shared/rpc/web-socket.ts';

/** A server-side socket with the face of a browser's: binary messages arrive as ArrayBuffers. */
export function nodeSocket(socket: WebSocket): SocketLike {
  socket.binaryType = 'arraybuffer';
  return {
    binaryType: 'arraybuffer',
    send: (data) => socket.send(data),
    close: () => socket.close(1008),
    addEventListener: (type: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
      // A text message is no frame: it is passed on as it is and refused by the wire.
      if (type === 'message') socket.on('message', (data, isBinary) => listener({ data: isBinary ? data : '' }));
      else socket.on('close', () => listener({ data: undefined }));
    },
  };
}
