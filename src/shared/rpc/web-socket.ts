import { decode, encode } from './codec.ts';
import { type Frame, parseFrame, type Wire } from './wire.ts';

/** The part of WebSocket that the browser and `ws` agree on. */
export interface SocketLike {
  binaryType: string;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** A message that is no frame closes the socket: the other side is not ours. */
export function webSocketWire(socket: SocketLike): Wire {
  socket.binaryType = 'arraybuffer';
  return {
    post: (frame) => socket.send(encode(frame)),
    onFrame: (listener) =>
      socket.addEventListener('message', ({ data }) => {
        const frame = frameOf(data);
        if (frame) listener(frame);
        else socket.close();
      }),
    onClose: (listener) => socket.addEventListener('close', listener),
  };
}

function frameOf(data: unknown): Frame | undefined {
  if (!(data instanceof ArrayBuffer)) return undefined;
  try {
    return parseFrame(decode(data));
  } catch {
    return undefined; // malformed bytes: the same as any other message that is not ours
  }
}
