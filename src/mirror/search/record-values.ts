import { LOCATIONS_PATH, type RecordField } from '../../registry/record-fields.ts';
import { columnsFor, REST } from '../record-modules.ts';

/** What is looked at: the study, or one of its locations, which is then a row of `study_location as place`. */
export type Subject = 'study' | 'place';

/** Leaves of a location that have columns of their own. */
const PLACE_COLUMNS: Readonly<Record<string, string>> = {
  facility: 'facility',
  city: 'city',
  state: 'state',
  zip: 'zip',
  country: 'country',
  status: 'status',
};

const LOCATIONS_COLUMN = 'study.contacts_locations_module';
const PLACE_NODE = `(${LOCATIONS_COLUMN} #> array['locations', place.ordinal::text])`;

/** A stored JSON value, and the way from there to a field. */
interface Place {
  readonly node: string;
  readonly steps: readonly string[];
}

const jsonPath = (steps: readonly string[], end = ''): string =>
  `'lax $${steps.map(step => `."${step}"`).join('')}${end}'`;

const isBelow = (field: RecordField): boolean => field.path.startsWith(`${LOCATIONS_PATH}.`);

function placesOf(field: RecordField, subject: Subject): readonly Place[] {
  if (subject === 'place' && isBelow(field))
    return [{ node: PLACE_NODE, steps: field.path.slice(LOCATIONS_PATH.length + 1).split('.') }];
  const steps = field.path.split('.');
  return columnsFor([field.path]).map(column =>
    column === REST
      ? { node: `study.${REST}`, steps }
      : { node: `study.${column}`, steps: steps.slice(steps.length === 1 ? 1 : 2) },
  );
}

/** The column of a location that holds this field, where there is one and locations are what is looked at. */
export function placeColumn(field: RecordField, subject: Subject): string | null {
  if (subject !== 'place' || !isBelow(field)) return null;
  const column = PLACE_COLUMNS[field.path.slice(LOCATIONS_PATH.length + 1)];
  return column === undefined ? null : `place.${column}`;
}

/**
 * A query of the values of a field as `v (x)`, each as text; it needs `study` in reach.
 * @param expression what to select of each, over `x`
 */
export function valuesSql(field: RecordField, subject: Subject, expression = 'x'): string {
  const column = placeColumn(field, subject);
  if (column !== null) return `select ${expression} from (values (${column})) as v (x) where x is not null`;
  return placesOf(field, subject)
    .map(
      ({ node, steps }) =>
        `select ${expression} from (select item #>> '{}' from jsonb_path_query(${node}, ${jsonPath(steps, '[*]')}) as item) as v (x)`,
    )
    .join(' union all ');
}

/** Whether a study or location has a value here, or for a branch anything at all; it needs `study` in reach. */
export function hasValueSql(field: RecordField, subject: Subject): string {
  const column = placeColumn(field, subject);
  if (column !== null) return `${column} is not null`;
  const end = field.kind === 'branch' ? '' : '[*]';
  const found = placesOf(field, subject).map(({ node, steps }) =>
    steps.length === 0 ? `${node} is not null` : `jsonb_path_exists(${node}, ${jsonPath(steps, end)})`,
  );
  return found.length === 1 ? found[0]! : `(${found.join(' or ')})`;
}

/** A condition that needs the record of the study that is looked at. */
export const withRecord = (sql: string): string =>
  `exists (select 1 from study where study.nct_id = found.nct_id and ${sql})`;
