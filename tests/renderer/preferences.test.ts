import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { displayName, withCalibration } from '../../src/renderer/src/state/calibrations.ts';
import { PreferencesState, SAVE_DELAY } from '../../src/renderer/src/state/preferences.svelte.ts';
import { worklistWidth } from '../../src/renderer/src/state/worklist-width.ts';
import { Preferences } from '../../src/shared/contract/system.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';

function setUp() {
  const fake = fakeWorkstation();
  return { fake, preferences: new PreferencesState(fake.api, Preferences.parse({})) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('preferences', () => {
  it('hold at once and are saved together when the changes pause', async () => {
    const { fake, preferences } = setUp();
    preferences.change({ theme: 'dark' });
    preferences.change({ gain: 20 });
    expect(preferences.value).toMatchObject({ theme: 'dark', gain: 20 });
    expect(fake.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(SAVE_DELAY);
    expect(fake.calls).toEqual([['system.savePreferences', preferences.value]]);
  });

  it('are saved at once when the window goes, and only if something changed', async () => {
    const { fake, preferences } = setUp();
    await preferences.save();
    preferences.change({ theme: 'system' });
    await preferences.save();
    expect(fake.calls).toEqual([]);
    preferences.change({ layout: '12x1' });
    await preferences.save();
    expect(fake.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SAVE_DELAY);
    expect(fake.calls).toHaveLength(1);
  });

  it('keep a calibration for each display and zoom, and forget one that was removed', () => {
    const here = displayName({ width: 1920, height: 1080, pixelRatio: 1 });
    const zoomed = displayName({ width: 1920, height: 1080, pixelRatio: 1.100_000_023 });
    const both = withCalibration(withCalibration({}, here, 3.8), zoomed, 4.2);
    expect(both).toEqual({ '1920x1080@1': 3.8, '1920x1080@1.1': 4.2 });
    expect(withCalibration(both, here, undefined)).toEqual({ '1920x1080@1.1': 4.2 });
  });

  it('keep the width of the worklist for windows that have the room', () => {
    expect(worklistWidth(1280, undefined).width).toBe(288);
    expect(worklistWidth(1920, undefined).width).toBe(344);
    expect(worklistWidth(1920, 700).width).toBe(700);
    expect(worklistWidth(1280, 700)).toMatchObject({ width: 480, widest: 480 });
  });
});
