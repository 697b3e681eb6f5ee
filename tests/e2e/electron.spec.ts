import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { einthoven, expect, test } from './workstation.ts';

/** Electron's program file, when its binary has been fetched. */
function electronProgram(): string | undefined {
  const folder = join('node_modules', 'electron');
  if (!existsSync(join(folder, 'path.txt'))) return undefined;
  const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
  return existsSync(program) ? program : undefined;
}

const program = electronProgram();
const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

test.describe('in Electron', () => {
  test.skip(program === undefined, "Electron's binary has not been fetched (npx install-electron)");
  test.skip(!hasScreen, 'there is no display');

  async function launch(library: string): Promise<ElectronApplication> {
    return _electron.launch({
      ...(program === undefined ? {} : { executablePath: program }),
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.', '--library', library],
    });
  }

  test('opens the library, shows the worklist, and quits cleanly', async () => {
    const library = test.info().outputPath('library');
    const app = await launch(library);
    const page = await app.firstWindow();
    await expect(page).toHaveURL('app://workstation/');
    expect(await page.evaluate('window.host')).toEqual({ kind: 'electron' });
    // First start: demo recordings were imported by a utility process and read back from SQLite.
    await expect(page.getByText(/synthetic/i).first()).toBeVisible({ timeout: 60_000 });
    const [code] = await Promise.all([
      new Promise((resolve) => app.process().once('exit', resolve)),
      app.evaluate(({ app: electron }) => electron.quit()),
    ]);
    expect(code).toBe(0);
    // Nothing is left locked.
    await einthoven('list', '--library', library);
  });

  test('keeps its window closed to everything else', async () => {
    const app = await launch(test.info().outputPath('library'));
    const page = await app.firstWindow();
    const outcome = await page.evaluate(async () => {
      const refused = async (attempt: () => Promise<unknown>): Promise<boolean> => {
        try {
          await attempt();
          return false;
        } catch {
          return true;
        }
      };
      return {
        opened: window.open('https://evil.example/') !== null,
        fetched: !(await refused(() => fetch('https://evil.example/'))),
        media: !(await refused(() => navigator.mediaDevices.getUserMedia({ audio: true }))),
        node: 'process' in window || 'require' in window,
      };
    });
    expect(outcome).toEqual({ opened: false, fetched: false, media: false, node: false });
    expect(app.windows()).toHaveLength(1);
    await app.close();
  });
});
