/** The worklist's search index (texts are folded before they go in, see search-text.ts) and the program's settings. */
export const searchAndSettings = `
CREATE VIRTUAL TABLE study_search USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`;
