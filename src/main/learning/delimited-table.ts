/**
 * Rows of a comma-separated table whose fields may be quoted (RFC 4180), by the names in its first row. For the small
 * label files that come with research sets; recordings have their own reader in formats/csv.
 */
export function readTable(text: string): Readonly<Record<string, string>>[] {
  const [names = [], ...rows] = fields(text);
  return rows
    .filter((row) => row.length > 1 || row[0] !== '')
    .map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
}

function fields(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') field += text.charAt(at++);
      else quoted = false;
    } else if (character === '"') {
      quoted = true;
    } else if (character === ',' || character === '\n') {
      row.push(field);
      field = '';
      if (character === '\n') {
        rows.push(row);
        row = [];
      }
    } else if (character !== '\r') {
      field += character;
    }
  }
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  return rows;
}
