import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import * as z from 'zod';

const WindowState = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(640).max(20_000),
    height: z.number().int().min(480).max(20_000),
  }),
  maximized: z.boolean(),
});
/** Where the window was: its bounds when not maximised, in screen pixels. */
export type WindowState = z.infer<typeof WindowState>;

/** How much of the window's top edge must lie on a screen for a person to be able to take hold of it. */
const GRIP = { width: 120, height: 32 };

/** What was kept, or undefined where nothing, or nothing usable, was. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    const parsed = WindowState.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // first start, or a file cut short: the default place
  }
}

/** Writes whole or not at all. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

/** Whether a window at these bounds can be seen and moved on one of the screens' work areas. */
export function isReachable(bounds: Rectangle, workAreas: readonly Rectangle[]): boolean {
  return workAreas.some((area) => {
    const left = Math.max(bounds.x, area.x);
    const right = Math.min(bounds.x + bounds.width, area.x + area.width);
    const topInside = bounds.y >= area.y && bounds.y + GRIP.height <= area.y + area.height;
    return topInside && right - left >= GRIP.width;
  });
}
