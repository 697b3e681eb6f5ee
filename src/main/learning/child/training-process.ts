import { processWire } from '../../../shared/rpc/message-port.ts';
import { serve } from '../../../shared/rpc/server.ts';
import { learningContract } from './learning-contract.ts';
import { learningHandlers } from './learning-handlers.ts';

// The module a training process starts with, forked by a host: ONNX Runtime blocks its thread for a whole step, and a
// process that was started for a training can be killed with nothing else lost.
const { handlers, settled } = learningHandlers();
const wire = processWire({
  // Node's own `send` returns false under pressure and queues; the stream's credits bound what is queued.
  postMessage: (message) => void process.send?.(message),
  onMessage: (listener) => void process.on('message', listener),
  onClose: (listener) => void process.on('disconnect', listener),
});
serve(learningContract, handlers, wire, {
  slow: () => {}, // trainings are slow
  fault: (method, thrown) => {
    process.stderr.write(`fault in ${method}: ${placeOf(thrown)}\n`);
  },
});
// Without its host nobody would end this process. The server has cancelled the training: it keeps itself, then this ends.
process.on('disconnect', () => void settled().then(() => process.exit(0)));

/** Where something was thrown. Its message is left out: it may quote a recording. */
function placeOf(thrown: unknown): string {
  const frames = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return [thrown instanceof Error ? thrown.name : typeof thrown, ...frames].join('\n');
}
