import type { Connection } from './connection.ts';

/** Named values the program remembers. Never patient data. */
export class SettingStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The value as it was saved, for the caller to check; undefined when it never was. */
  get(name: string): unknown {
    const row = this.connection.read(() =>
      this.connection.database
        .prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?')
        .get(name),
    );
    return row && (JSON.parse(row.value) as unknown);
  }

  save(name: string, value: unknown): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        )
        .run(name, JSON.stringify(value));
    });
  }
}
