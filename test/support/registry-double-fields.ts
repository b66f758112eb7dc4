import { readFileSync } from 'node:fs';

/** One node of the registry's field tree. A branch has no type. */
export interface Field {
  readonly path: string;
  readonly piece: string;
  readonly type: string | undefined;
}

/** The lines of a table that hold something. */
export const linesOf = (table: string): readonly string[] => table.split('\n').filter(line => line !== '');

const readTree = (): readonly Field[] => {
  const table = readFileSync(new URL('registry-double-fields.txt', import.meta.url), 'utf8');
  const trail: string[] = [];
  return linesOf(table).map(line => {
    const depth = line.length - line.trimStart().length;
    const [name = '', piece = '', type] = line.trim().split(' ');
    trail.splice(depth, trail.length, name);
    return { path: trail.join('.'), piece, type };
  });
};

const TREE = readTree();
const BY_PIECE = new Map(TREE.map(field => [field.piece, field]));
const BY_PATH = new Map(TREE.map(field => [field.path, field]));

/** The field a piece name means. */
export const fieldOfPiece = (piece: string): Field | undefined => BY_PIECE.get(piece);

/** The field a piece name or a dotted path means. */
export const fieldOf = (name: string): Field | undefined => BY_PATH.get(name) ?? BY_PIECE.get(name);

/** The dotted paths of all leaves. */
export const leafPaths = (): readonly string[] =>
  TREE.filter(({ type }) => type !== undefined).map(({ path }) => path);
