import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { softwareVulkan } from '../../software-vulkan.ts';
import { difference } from './graph-checks.ts';

const icd = softwareVulkan();
const numbers = z.array(z.number());
const resultSchema = z.object({ losses: numbers, gradient: numbers, parameters: numbers, averaged: numbers });

async function trainOn(device: 'cpu' | 'webgpu'): Promise<z.infer<typeof resultSchema>> {
  const script = fileURLToPath(new URL('./webgpu-steps.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, device], {
    env: { ...process.env, VK_ICD_FILENAMES: icd, VK_DRIVER_FILES: icd },
    maxBuffer: 64 * 2 ** 20,
    timeout: 100_000,
  });
  return resultSchema.parse(JSON.parse(stdout));
}

describe('a model trained on WebGPU', () => {
  it.skipIf(!icd)(
    'ends up where one trained on the CPU does, its state having stayed on the device',
    { timeout: 120_000 },
    async () => {
      const [cpu, gpu] = [await trainOn('cpu'), await trainOn('webgpu')];
      expect(difference(gpu.losses, cpu.losses)).toBeLessThan(1e-5);
      expect(difference(gpu.gradient, cpu.gradient)).toBeLessThan(1e-5);
      // AdamW moves every parameter by about the learning rate, 1e-3, even where the gradient is next to nothing.
      for (const name of ['parameters', 'averaged'] as const) {
        const apart = gpu[name].map((value, at) => Math.abs(value - (cpu[name][at] ?? NaN)));
        expect(Math.max(...apart)).toBeLessThan(3e-4);
        expect(apart.reduce((a, b) => a + b, 0) / apart.length).toBeLessThan(1e-6);
      }
    },
  );
});
