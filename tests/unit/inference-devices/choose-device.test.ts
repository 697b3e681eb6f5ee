import { describe, expect, it } from 'vitest';
import {
  chooseDevice,
  chosenDevice,
  DEVICE_CHOICE_SETTING,
  DEVICE_VERDICTS_SETTING,
} from '../../../src/main/inference/devices/choose-device.ts';
import type { DeviceVerdict } from '../../../src/shared/contract/analysis.ts';

const CPU: DeviceVerdict = { device: 'cpu', verdict: 'agrees', difference: 0, windowsPerSecond: 1_000 };
const WEBGPU: DeviceVerdict = { device: 'webgpu', verdict: 'agrees', difference: 1e-6, windowsPerSecond: 9_000 };
const slow = { ...WEBGPU, windowsPerSecond: 1 };
const wrong: DeviceVerdict = { ...WEBGPU, verdict: 'differs', reason: 'It is wrong.' };

describe('the device to compute on', () => {
  it('is the fastest that agrees with the CPU', () => {
    expect(chooseDevice([CPU, WEBGPU], 'auto')).toEqual({ device: 'webgpu' });
    expect(chooseDevice([CPU, slow], 'auto')).toEqual({ device: 'cpu' });
  });

  it('is never one that computes something else, however fast', () => {
    expect(chooseDevice([CPU, wrong], 'auto')).toEqual({ device: 'cpu' });
    expect(chooseDevice([CPU, wrong], 'webgpu')).toEqual({
      device: 'cpu',
      notice: 'WebGPU is not used: It is wrong. The CPU is used instead.',
    });
  });

  it('is the one wished for, where that agrees', () => {
    expect(chooseDevice([CPU, WEBGPU], 'cpu')).toEqual({ device: 'cpu' });
    expect(chooseDevice([CPU, slow], 'webgpu')).toEqual({ device: 'webgpu' });
  });

  it('is the CPU, with the reason, where the one wished for is not offered or was not tried', () => {
    expect(chooseDevice([CPU], 'dml').notice).toContain(
      'DirectML is not used: There is none on this kind of computer.',
    );
    expect(chooseDevice([CPU, { device: 'webgpu', verdict: 'not-probed' }], 'webgpu').notice).toContain(
      'not been tried',
    );
  });

  it('is the CPU where nothing is known', () => {
    expect(chooseDevice([], 'auto')).toEqual({ device: 'cpu' });
    expect(chooseDevice([], 'cpu')).toEqual({ device: 'cpu' });
  });
});

describe('the device a library’s settings say', () => {
  const now = { program: '1.0.0', model: 'ecg-nat-1', runtime: '1.30.0', platform: 'linux-x64' };
  const settings = (values: Readonly<Record<string, unknown>>) => ({ get: (name: string) => values[name] });
  const saved = { [DEVICE_VERDICTS_SETTING]: { circumstances: now, verdicts: [CPU, WEBGPU] } };

  it('follows from the verdicts and the wish', () => {
    expect(chosenDevice(settings(saved), now).device).toBe('webgpu');
    expect(chosenDevice(settings(saved)).device).toBe('webgpu');
    expect(chosenDevice(settings({ ...saved, [DEVICE_CHOICE_SETTING]: 'cpu' }), now).device).toBe('cpu');
  });

  it.each([{ program: '1.0.1' }, { model: 'ecg-nat-2' }, { runtime: '1.31.0' }, { platform: 'linux-arm64' }])(
    'is the CPU until devices were tried with %o',
    (changed) => {
      expect(chosenDevice(settings(saved), { ...now, ...changed }).device).toBe('cpu');
    },
  );

  it('is the CPU where the settings are of another version of the program', () => {
    const other = { [DEVICE_VERDICTS_SETTING]: { verdicts: ['webgpu'] }, [DEVICE_CHOICE_SETTING]: 'npu' };
    const chosen = chosenDevice(settings(other), now);
    expect(chosen.device).toBe('cpu');
    expect(chosen.notice).toBeUndefined();
  });
});
