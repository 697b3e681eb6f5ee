import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';
import { locateProgramFiles } from '../../../src/main/hosts/workstation/program-files.ts';
import { chooseDevice } from '../../../src/main/inference/devices/choose-device.ts';
import { TOLERANCE } from '../../../src/main/inference/devices/device-verdict.ts';
import type { ProbeOutcome } from '../../../src/main/inference/devices/probe-outcome.ts';
import type { JobChild } from '../../../src/main/jobs/job-process.ts';
import { DevicesService } from '../../../src/main/services/devices-service.ts';
import { probeInChild, type TrialChild } from '../../../src/main/services/probe-in-child.ts';
import type { DeviceName } from '../../../src/shared/contract/analysis.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { FakeJob } from '../services/fake-job.ts';
import { softwareVulkan } from '../../software-vulkan.ts';

const signal = new AbortController().signal;
const ran = (windowsPerSecond: number, difference = 0): ProbeOutcome => ({ kind: 'ran', difference, windowsPerSecond });
const never = async (): Promise<never> => new Promise<never>(() => {});

/** Settings in memory. */
function memory() {
  const values = new Map<string, unknown>();
  return {
    settings: {
      get: (name: string) => values.get(name),
      save: (name: string, value: unknown) => values.set(name, value),
    },
    whenFree: <T>(write: () => T) => Promise.resolve(write()),
  };
}

/** A service over pretended processes; `outcomes` says what trying each device comes to. */
function service(
  outcomes: Partial<Record<DeviceName, ProbeOutcome | 'crashes'>>,
  { library = memory(), version = '1.0.0' }: { library?: ReturnType<typeof memory>; version?: string } = {},
) {
  const children: FakeJob[] = [];
  const tried: DeviceName[] = [];
  const spawn = (): JobChild => {
    const child = new FakeJob({
      'job.probeDevice': ({ device }) => {
        tried.push(device);
        const outcome = outcomes[device] ?? { kind: 'absent', detail: '' };
        if (outcome !== 'crashes') return outcome;
        child.kill();
        return never();
      },
    });
    children.push(child);
    return child;
  };
  const candidates = ['cpu', 'webgpu', 'cuda'] as const;
  const parts = { library, models: { preferred: () => undefined }, spawn, version, log: () => {}, candidates };
  const devices = new DevicesService(parts);
  return {
    devices,
    children,
    tried,
    library,
    list: async () => devices.handlers['devices.list']({}, signal),
    probe: async () => devices.handlers['devices.probe']({}, signal),
    choose: async (device: DeviceName | 'auto') => devices.handlers['devices.choose']({ device }, signal),
  };
}

/** Lines of the log that trying a device leaves, whose process has said something besides. */
async function logged(outcome: ProbeOutcome | 'crashes', said: string): Promise<string[]> {
  const lines: string[] = [];
  const spawn = (): TrialChild => {
    const child = new FakeJob({
      'job.probeDevice': () => {
        if (outcome !== 'crashes') return outcome;
        child.kill();
        return never();
      },
    });
    return Object.assign(child, { said: () => said });
  };
  const log = (line: string): void => void lines.push(line);
  await probeInChild(spawn, { device: 'webgpu', threads: 1 }, { log, signal });
  return lines;
}

describe('the devices', () => {
  it('that were lost in the middle of a reading are not used until they are tried anew', async () => {
    const { devices, probe, list } = service({ cpu: ran(100), webgpu: ran(500) });
    await probe();
    expect(devices.chosen().device).toBe('webgpu');
    await devices.lost('webgpu');
    expect(devices.chosen().device).toBe('cpu');
    expect((await list()).devices).toContainEqual({
      device: 'webgpu',
      verdict: 'failed',
      reason: expect.stringContaining('in the middle of a reading') as string,
    });
    await probe();
    expect(devices.chosen().device).toBe('webgpu');
  });

  it('are named but not tried until somebody asks, and the CPU is used', async () => {
    const { list, devices, children } = service({ cpu: ran(100), webgpu: ran(500) });
    expect(await list()).toEqual({
      devices: ['cpu', 'webgpu', 'cuda'].map((device) => ({ device, verdict: 'not-probed' })),
      chosen: 'auto',
      used: 'cpu',
      tolerance: TOLERANCE,
    });
    expect(devices.chosen().device).toBe('cpu');
    expect(children).toHaveLength(0);
  });

  it('are tried one after the other, each in a process that is ended, and the fastest that agrees is used', async () => {
    const { probe, devices, children, tried } = service({ cpu: ran(100), webgpu: ran(500, 1e-6) });
    expect(await probe()).toMatchObject({
      used: 'webgpu',
      devices: [
        { device: 'cpu', verdict: 'agrees', windowsPerSecond: 100 },
        { device: 'webgpu', verdict: 'agrees', windowsPerSecond: 500, difference: 1e-6 },
        { device: 'cuda', verdict: 'absent' },
      ],
    });
    expect(tried).toEqual(['cpu', 'webgpu', 'cuda']);
    expect(children.map(({ killed }) => killed)).toEqual([true, true, true]);
    expect(devices.chosen()).toMatchObject({ device: 'webgpu' });
    expect(devices.chosen().threads).toBeGreaterThan(0);
  });

  it('that were tried are not tried again, but with another version of the program they are', async () => {
    const { devices, library } = service({ cpu: ran(100), webgpu: ran(500) });
    await devices.probeIfDue();
    const again = service({}, { library });
    await again.devices.probeIfDue();
    expect(again.tried).toEqual([]);
    expect(again.devices.chosen().device).toBe('webgpu');
    const updated = service({ cpu: ran(100), webgpu: ran(500, 0.1) }, { library, version: '1.0.1' });
    expect(updated.devices.chosen().device).toBe('cpu');
    await updated.devices.probeIfDue();
    expect(updated.tried).toEqual(['cpu', 'webgpu', 'cuda']);
    expect(updated.devices.chosen().device).toBe('cpu');
  });

  it('are tried anew when asked to, once for all who ask meanwhile', async () => {
    const { probe, tried } = service({ cpu: ran(100) });
    await Promise.all([probe(), probe()]);
    expect(tried).toHaveLength(3);
    await probe();
    expect(tried).toHaveLength(6);
  });

  it('are refused as a choice when they differ or fail, with the reason, and the choice of before stays', async () => {
    const { choose, list } = service({ cpu: ran(100), webgpu: ran(500, 0.1), cuda: 'crashes' });
    await expect(choose('webgpu')).rejects.toMatchObject({
      code: 'unsupported',
      message:
        'WebGPU is not used: Its probabilities differ from the CPU’s by up to 0.10 (0.001 is allowed). The CPU is used instead.',
    });
    await expect(choose('cuda')).rejects.toThrow('The process that tried it ended unexpectedly.');
    await expect(choose('dml')).rejects.toThrow('There is none on this kind of computer.');
    expect(await list()).toMatchObject({ chosen: 'auto', used: 'cpu' });
  });

  it('can be chosen although they are slower, and left to the program again', async () => {
    const { choose } = service({ cpu: ran(100), webgpu: ran(1) });
    expect(await choose('webgpu')).toMatchObject({ chosen: 'webgpu', used: 'webgpu' });
    expect(await choose('auto')).toMatchObject({ chosen: 'auto', used: 'cpu' });
  });

  it('that were chosen and no longer agree give way to the CPU, and that is said', async () => {
    const { choose, library } = service({ cpu: ran(100), webgpu: ran(500) });
    await choose('webgpu');
    const updated = service({ cpu: ran(100) }, { library, version: '1.0.1' });
    await updated.devices.probeIfDue();
    expect(updated.devices.chosen()).toMatchObject({ device: 'cpu' });
    expect(updated.devices.chosen().notice).toContain('no graphics adapter that WebGPU can use');
    expect(await updated.list()).toMatchObject({ chosen: 'webgpu', used: 'cpu' });
  });

  it('that crash end their own process, and the others are tried all the same', async () => {
    const { probe } = service({ cpu: ran(100), webgpu: 'crashes', cuda: ran(500) });
    expect(await probe()).toMatchObject({ used: 'cuda', devices: [{}, { verdict: 'failed' }, { verdict: 'agrees' }] });
  });

  it('that never answer are given up after a while, their process ended', async () => {
    const child = new FakeJob({ 'job.probeDevice': never });
    const request = { device: 'webgpu', threads: 1 } as const;
    const verdict = await probeInChild(() => child, request, { log: () => {}, signal, milliseconds: 5 });
    expect(verdict).toMatchObject({ device: 'webgpu', verdict: 'failed', reason: 'It did not answer within 0 s.' });
    expect(child.killed).toBe(true);
  });

  it('that are absent are told of in one line, without what drivers say of it', async () => {
    const detail = 'no adapter\n  at Initialize (/build/driver.cpp:253)';
    expect(await logged({ kind: 'absent', detail }, 'Warning: no display\n')).toEqual([
      'device webgpu is not there: This computer has no graphics adapter that WebGPU can use.',
    ]);
  });

  it('that agree are not told of at all, whatever their drivers say', async () => {
    expect(await logged(ran(100), 'Warning: not a conformant driver\n')).toEqual([]);
  });

  it('that fail are told of with the last words of their drivers', async () => {
    const said = Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join('');
    const lines = await logged({ kind: 'failed', detail: 'out of memory' }, said);
    expect(lines[0]).toBe('device webgpu cannot run the model');
    expect(lines.slice(-2)).toEqual(['  line 99', '  out of memory']);
    expect(lines.length).toBeLessThan(20);
    expect(await logged('crashes', 'segmentation fault\n')).toEqual([
      'device webgpu could not be tried: its process ended',
      '  segmentation fault',
    ]);
  });

  it('are tried once nothing has been read for a while', async () => {
    const { devices, tried } = service({ cpu: ran(100), webgpu: ran(500) });
    devices.probeWhenQuiet(0);
    devices.probeWhenQuiet(0);
    expect(tried).toEqual([]);
    await vi.waitFor(() => expect(devices.chosen().device).toBe('webgpu'));
    expect(tried).toHaveLength(3);
  });

  it('are no longer tried once the program closes', async () => {
    const child = new FakeJob({ 'job.probeDevice': never });
    const { settings, whenFree } = memory();
    const devices = new DevicesService({
      library: { settings, whenFree },
      models: { preferred: () => undefined },
      spawn: () => child,
      version: '1.0.0',
      log: () => {},
    });
    const due = devices.probeIfDue();
    await devices.close();
    await due;
    expect(child.killed).toBe(true);
    expect(devices.chosen().device).toBe('cpu');
  });
});

describe('real devices, in processes of their own', () => {
  const icd = softwareVulkan();
  let scratch = '';
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'einthoven-devices-'));
    await packSeeded(scratch, join(scratch, 'model'));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** Tries a device as the program does, with the packed model. */
  const tryDevice = (device: DeviceName) =>
    probeInChild(
      () => forkJob(locateProgramFiles().jobEntry, 'kept'),
      { device, threads: 1, model: { folder: join(scratch, 'model'), origin: 'local' } },
      { log: () => {}, signal },
    );

  it('the CPU agrees with itself', async () => {
    expect(await tryDevice('cpu')).toMatchObject({ device: 'cpu', verdict: 'agrees', difference: 0 });
  });

  it.skipIf(!icd)(
    'WebGPU over a software adapter agrees with the CPU, and loses to it on time',
    { timeout: 100_000 },
    async () => {
      const before = process.env['VK_ICD_FILENAMES'];
      process.env['VK_ICD_FILENAMES'] = icd;
      try {
        const webgpu = await tryDevice('webgpu');
        expect(webgpu).toMatchObject({ device: 'webgpu', verdict: 'agrees' });
        expect(webgpu.difference).toBeLessThan(1e-5);
        const cpu = await tryDevice('cpu');
        expect(chooseDevice([cpu, webgpu], 'auto')).toEqual({ device: 'cpu' });
      } finally {
        if (before === undefined) delete process.env['VK_ICD_FILENAMES'];
        else process.env['VK_ICD_FILENAMES'] = before;
      }
    },
  );
});
