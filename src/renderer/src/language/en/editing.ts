export const editing = {
  editing: {
    blind: 'Beat, label hidden for a blind answer',
    sourceSaid: (letter: string) => `source: ${letter}`,
    inserted: 'inserted',
  },
};
