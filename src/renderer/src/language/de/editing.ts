import type { editing as english } from '../en/editing.ts';

export const editing: typeof english = {
  editing: {
    blind: 'Schlag, Bezeichnung für eine blinde Antwort verdeckt',
    sourceSaid: (letter) => `Quelle: ${letter}`,
    inserted: 'eingefügt',
  },
};
