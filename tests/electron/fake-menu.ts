import type * as Electron from 'electron';

/** The application's menu as it was built; items are chosen by their labels. */
export class FakeMenu {
  static installed: FakeMenu | undefined;
  readonly template: Electron.MenuItemConstructorOptions[];

  constructor(template: Electron.MenuItemConstructorOptions[] = []) {
    this.template = template;
  }
  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): FakeMenu {
    return new FakeMenu(template);
  }
  static setApplicationMenu(menu: FakeMenu | null): void {
    FakeMenu.installed = menu ?? undefined;
  }

  item(label: string): Electron.MenuItemConstructorOptions | undefined {
    return this.all().find((item) => item.label === label);
  }
  choose(label: string): void {
    this.item(label)?.click?.({} as Electron.MenuItem, undefined, {});
  }
  roles(): readonly string[] {
    return this.all().flatMap(({ role }) => (role === undefined ? [] : [role]));
  }

  private all(items = this.template): Electron.MenuItemConstructorOptions[] {
    return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? this.all(item.submenu) : [])]);
  }
}
