import { app, type BrowserWindow, dialog, Menu, type MenuItemConstructorOptions } from 'electron';

/** A key of the page, which the menu shows and presses: the menu and the keyboard are one way in. */
interface PageKey {
  readonly accelerator: string;
  readonly keyCode: string;
  readonly modifiers: ('control' | 'meta' | 'shift')[];
}

const isMac = process.platform === 'darwin';
const command = isMac ? 'meta' : 'control';

/** The page's own keys for what the menu offers. */
export const PAGE_KEYS = {
  importFiles: { accelerator: 'CmdOrCtrl+O', keyCode: 'o', modifiers: [command] },
  importFolder: { accelerator: 'CmdOrCtrl+Shift+O', keyCode: 'o', modifiers: [command, 'shift'] },
} as const satisfies Record<string, PageKey>;

/** The native menu. There is no zoom in it: the trace's millimetres depend on the page's scale. */
export function installMenu(window: BrowserWindow, version: string): void {
  const pageItem = (label: string, key: PageKey): MenuItemConstructorOptions => ({
    label,
    accelerator: key.accelerator,
    registerAccelerator: false,
    click: () => press(window, key),
  });
  const developer: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const }] : []),
      {
        label: '&File',
        submenu: [
          pageItem('Import files…', PAGE_KEYS.importFiles),
          pageItem('Import folder…', PAGE_KEYS.importFolder),
          { type: 'separator' },
          { role: isMac ? 'close' : 'quit' },
        ],
      },
      { role: 'editMenu' },
      { label: '&View', submenu: [{ role: 'togglefullscreen' }, ...developer] },
      { role: 'windowMenu' },
      {
        label: '&Help',
        role: 'help',
        submenu: [{ label: 'About Einthoven', click: () => void showAbout(window, version) }],
      },
    ]),
  );
}

function press(window: BrowserWindow, { keyCode, modifiers }: PageKey): void {
  for (const type of ['keyDown', 'keyUp'] as const) window.webContents.sendInputEvent({ type, keyCode, modifiers });
}

async function showAbout(window: BrowserWindow, version: string): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'info',
    title: 'About Einthoven',
    message: `Einthoven ${version}`,
    detail:
      'A cardiology workstation for research use and for supporting a qualified reader. ' +
      'It is not a certified medical device: every automatic statement is unconfirmed until a person has signed it.',
    buttons: ['Close'],
  });
}
