/**
 * Reads CSV as RFC 4180 defines it and not a bit more: lines end with CRLF, a quotation mark within quotes is doubled,
 * and what holds a comma, a quotation mark or a line end stands in quotes.
 * @throws at anything else
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (!text.startsWith('\r\n', at)) throw new Error(`character ${at}: a comma or a line end must be here`);
    at += 2;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error('the last line has no end');
  return rows;
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function quoted(text: string, start: number): Cell {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else return { value, end: at + 1 };
  }
  throw new Error(`character ${start}: these quotes are never closed`);
}

function plain(text: string, start: number): Cell {
  const [value] = /^[^",\r\n]*/.exec(text.slice(start, start + 1_000_000))!;
  return { value, end: start + value.length };
}

/** The rows by the names of the first line. */
export function readTable(text: string): Record<string, string>[] {
  const [names = [], ...rows] = readCsv(text);
  for (const row of rows) if (row.length !== names.length) throw new Error(`a row has ${row.length} cells`);
  return rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i]!])));
}
