import { createRequire } from 'node:module';
import * as z from 'zod';

/** The version of ONNX Runtime, without loading it. */
export const runtimeVersion = (): string =>
  z.object({ version: z.string() }).parse(createRequire(import.meta.url)('onnxruntime-node/package.json')).version;
