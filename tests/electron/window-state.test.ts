import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReachable, readWindowState, writeWindowState } from '../../src/main/hosts/electron/window-state.ts';
import * as fake from './fake.ts';
import { launchHost, removeFolder, theWindow } from './launch-host.ts';

describe('the kept window state', () => {
  let folder = '';
  const file = (): string => join(folder, 'state.json');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'einthoven-state-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read as it was written', () => {
    const state = { bounds: { x: -1200, y: 20, width: 1200, height: 900 }, maximized: true };
    writeWindowState(file(), state);
    expect(readWindowState(file())).toEqual(state);
  });

  it.each([
    ['cut short', '{"bounds":{"x":1'],
    ['of another kind', '[]'],
    ['without bounds', '{"maximized":true}'],
    ['with bounds that are no window', '{"bounds":{"x":0,"y":0,"width":1,"height":1},"maximized":false}'],
    ['with bounds that are no numbers', '{"bounds":{"x":null,"y":0,"width":900,"height":700},"maximized":false}'],
  ])('is ignored when it is %s', (_what, text) => {
    writeFileSync(file(), text);
    expect(readWindowState(file())).toBeUndefined();
  });

  it('is absent at the first start', () => {
    expect(readWindowState(join(folder, 'none.json'))).toBeUndefined();
  });
});

describe('a place on the screens', () => {
  const left = { x: 0, y: 0, width: 1920, height: 1040 };
  const right = { x: 1920, y: 100, width: 1280, height: 984 };
  const at = (x: number, y: number) => ({ x, y, width: 1200, height: 800 });

  it('is good where the top edge can be taken hold of', () => {
    expect(isReachable(at(100, 100), [left])).toBe(true);
    expect(isReachable(at(-1000, 0), [left])).toBe(true);
    expect(isReachable(at(2000, 200), [left, right])).toBe(true);
  });

  it('is bad off every screen: a monitor that was unplugged, a title bar above or below the edge', () => {
    expect(isReachable(at(2000, 200), [left])).toBe(false);
    expect(isReachable(at(-1150, 0), [left])).toBe(false);
    expect(isReachable(at(100, -200), [left])).toBe(false);
    expect(isReachable(at(100, 1030), [left])).toBe(false);
  });
});

describe('the window', () => {
  let folder = '';
  beforeAll(async () => {
    fake.world.workAreas = [{ x: 0, y: 0, width: 1920, height: 1040 }];
    const kept = mkdtempSync(join(tmpdir(), 'einthoven-kept-'));
    writeWindowState(join(kept, 'window-state.json'), {
      bounds: { x: 60, y: 40, width: 1500, height: 900 },
      maximized: true,
    });
    fake.seen.paths.set('userData', kept);
    ({ folder } = await launchHost());
  });
  afterAll(() => {
    removeFolder(folder);
    removeFolder(fake.app.getPath('userData'));
  });

  it('opens where it was closed, maximised if it was', () => {
    expect(theWindow().options).toMatchObject({ x: 60, y: 40, width: 1500, height: 900 });
    expect(theWindow().maximized).toBe(true);
  });
});
