import { AREA_TABLE } from './registry-double-area-table.ts';
import { ENUM_TABLE } from './registry-double-enum-table.ts';
import { type Field, fieldOfPiece, linesOf } from './registry-double-fields.ts';

/** A field of a search area. Weights are in hundredths: sums of whole numbers do not depend on their order. */
export interface AreaField {
  readonly field: Field;
  readonly weight: number;
}

const readAreas = (): ReadonlyMap<string, readonly AreaField[]> => {
  const areas = new Map<string, AreaField[]>();
  let area: AreaField[] = [];
  for (const line of linesOf(AREA_TABLE)) {
    const [first = '', ...pieces] = line.trim().split(' ');
    if (!line.startsWith(' ')) {
      area = [];
      areas.set(first, area);
      continue;
    }
    for (const piece of pieces) {
      const field = fieldOfPiece(piece);
      if (!field) throw new Error(`No such field in the tree: ${piece}`);
      area.push({ field, weight: Math.round(Number(first) * 100) });
    }
  }
  return areas;
};

/** The published search areas, the fields of each by falling weight. */
export const AREAS = readAreas();

/** The fields a search area stands for; a field is an area of its own. */
export const areaOf = (name: string): readonly AreaField[] | undefined => {
  const field = fieldOfPiece(name);
  return AREAS.get(name) ?? (field && [{ field, weight: 100 }]);
};

/** The search area behind each `query.*` parameter, and its name in error messages. */
export const QUERIES: Readonly<Record<string, { readonly area: string; readonly label: string }>> = {
  'query.cond': { area: 'ConditionSearch', label: 'Conditions or disease' },
  'query.term': { area: 'BasicSearch', label: 'Other terms' },
  'query.intr': { area: 'InterventionSearch', label: 'Intervention/treatment' },
  'query.titles': { area: 'TitleSearch', label: 'Title/acronym' },
  'query.outc': { area: 'OutcomeSearch', label: 'Outcome measure' },
  'query.spons': { area: 'SponsorSearch', label: 'Sponsor/collaborator' },
  'query.lead': { area: 'LeadSponsorName', label: 'Lead sponsor' },
  'query.locn': { area: 'LocationSearch', label: 'Location terms' },
  'query.id': { area: 'IdSearch', label: 'Study IDs' },
  'query.patient': { area: 'PatientSearch', label: 'Patient search' },
};

const readEnums = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    linesOf(ENUM_TABLE).flatMap(line => {
      const [pieces = '', ...values] = line.split(' ');
      return pieces.split(',').map(piece => [piece, values] as const);
    }),
  );

const ENUMS = readEnums();

/** The values an enum field may have. */
export const enumValues = ({ piece }: Field): readonly string[] => ENUMS.get(piece) ?? [];
