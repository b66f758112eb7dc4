import * as protocolEnums from './record/enums.ts';
import * as resultsEnums from './record/results-enums.ts';
import { UNRECOGNISED } from './record-enum.ts';
import { PROTOCOL_TREE } from './record-fields-protocol.ts';
import { RESULTS_TREE } from './record-fields-results.ts';

/** How the values of a field are compared. */
export type FieldKind = 'text' | 'date' | 'number' | 'age' | 'boolean' | 'enum' | 'point' | 'branch';

/** One node of the registry's published field tree. */
export interface RecordField {
  /** The dotted path from the study. */
  readonly path: string;
  /** The name the registry's searches know the node by, such as `NCTId`. */
  readonly piece: string;
  /** The registry's name for the type of a value; a branch has none. */
  readonly type?: string;
  /** The values of a closed list. */
  readonly values?: readonly string[];
  readonly kind: FieldKind;
  /** The node itself is a list. */
  readonly isList: boolean;
}

/** The only list whose elements the registry can search one by one. */
export const LOCATIONS_PATH = 'protocolSection.contactsLocationsModule.locations';

type Values = Readonly<Record<string, string>>;

/** The closed lists by the registry's names for them; five are called otherwise in our schema. */
const ENUMS: Readonly<Record<string, Values | undefined>> = {
  ...protocolEnums,
  ...resultsEnums,
  Status: protocolEnums.OverallStatus,
  DesignAllocation: protocolEnums.Allocation,
  InterventionalAssignment: protocolEnums.InterventionModel,
  DesignTimePerspective: protocolEnums.TimePerspective,
  DesignMasking: protocolEnums.Masking,
};

/** What is not here and no closed list is text, the figures of results among it. */
const KINDS: Readonly<Record<string, FieldKind>> = {
  PartialDate: 'date',
  NormalizedDate: 'date',
  DateTimeMinutes: 'date',
  integer: 'number',
  long: 'number',
  number: 'number',
  NormalizedTime: 'age',
  boolean: 'boolean',
  GeoPoint: 'point',
};

function fieldOf(path: string, piece: string, type: string | undefined, isList: boolean): RecordField {
  if (type === undefined) return { path, piece, kind: 'branch', isList };
  const values = ENUMS[type];
  if (!values) return { path, piece, type, kind: KINDS[type] ?? 'text', isList };
  return {
    path,
    piece,
    type,
    kind: 'enum',
    isList,
    values: Object.values(values).filter(value => value !== UNRECOGNISED),
  };
}

/**
 * Reads a tree: one level for each leading space, a branch as `name Piece`, a leaf as `name Piece type`, a list as
 * `name[]`. Leaves share a line with their neighbours, and the first of them with their branch.
 */
function fieldsOf(tree: string): readonly RecordField[] {
  let trail: readonly string[] = [];
  return tree
    .trim()
    .split('\n')
    .flatMap(line => {
      trail = trail.slice(0, line.search(/\S/));
      return line
        .trim()
        .split(/[:,] /)
        .map(node => {
          const [given, piece, type] = node.split(' ') as [string, string, string?];
          const name = given.replace('[]', '');
          const path = [...trail, name];
          if (type === undefined) trail = path;
          return fieldOf(path.join('.'), piece, type, name !== given);
        });
    });
}

/** All nodes of the registry's field tree, in its order. */
export const RECORD_FIELDS: readonly RecordField[] = [PROTOCOL_TREE, RESULTS_TREE].flatMap(fieldsOf);

const BY_PATH = new Map(RECORD_FIELDS.map(field => [field.path, field]));
const BY_PIECE = new Map(RECORD_FIELDS.map(field => [field.piece, field]));

/** The node at a dotted path. */
export const fieldAt = (path: string): RecordField | undefined => BY_PATH.get(path);

/** The node a piece name or a dotted path means, in exactly this spelling. */
export const fieldNamed = (name: string): RecordField | undefined => BY_PIECE.get(name) ?? BY_PATH.get(name);

/** Whether a field belongs to each location of a study rather than to the study as a whole. */
export const isOfLocation = (field: RecordField): boolean => field.path.startsWith(`${LOCATIONS_PATH}.`);

/** Whether a study can have several values here: the field is a list, or lies in one. */
export const isManyValued = ({ path }: RecordField): boolean => {
  const steps = path.split('.');
  return steps.some((_, i) => BY_PATH.get(steps.slice(0, i + 1).join('.'))?.isList);
};
