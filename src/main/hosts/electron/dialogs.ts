import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { HostFacilities } from '../../services/host-facilities.ts';

const IMPORT_DIALOGS: Readonly<Record<'files' | 'folder', OpenDialogOptions>> = {
  files: { title: 'Import recordings', buttonLabel: 'Import', properties: ['openFile', 'multiSelections'] },
  folder: { title: 'Import a folder of recordings', buttonLabel: 'Import', properties: ['openDirectory'] },
};

/** The system's own file dialogs, attached to the window that asks. Paths stay in this process; the page never names one. */
export function systemDialogs(window: () => BrowserWindow): NonNullable<HostFacilities['dialogs']> {
  const ask = async (options: OpenDialogOptions): Promise<readonly string[] | undefined> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), options);
    return canceled || filePaths.length === 0 ? undefined : filePaths;
  };
  return {
    chooseImport: (what) => ask(IMPORT_DIALOGS[what]),
    chooseExportFolder: async () => {
      const chosen = await ask({
        title: 'Export to a folder',
        buttonLabel: 'Export here',
        properties: ['openDirectory', 'createDirectory'],
      });
      return chosen?.[0];
    },
  };
}
