import { type Facet, type FacetBy, MULTI_VALUED } from '../../registry/facet.type.ts';
import type { Queryable } from '../../store/database.ts';

const ONE: Readonly<Partial<Record<FacetBy, string>>> = {
  OVERALL_STATUS: 'overall_status',
  STUDY_TYPE: 'study_type',
  PRIMARY_PURPOSE: 'primary_purpose',
  SEX: 'sex',
  SPONSOR_CLASS: 'sponsor_class',
  LEAD_SPONSOR: 'lead_sponsor',
  START_YEAR: 'left(start_date, 4)',
  HAS_RESULTS: 'has_results::text',
};
const MANY: Readonly<Partial<Record<FacetBy, string>>> = {
  PHASE: 'phases',
  STANDARD_AGE: 'standard_ages',
  COUNTRY: 'countries',
  CONDITION_MESH: 'condition_meshes',
  INTERVENTION_MESH: 'intervention_meshes',
  INTERVENTION_TYPE: 'intervention_types',
};

interface FacetRow {
  readonly facet: FacetBy;
  /** Null for the studies that have none. */
  readonly value: string | null;
  readonly count: number;
  readonly distinct: number;
}

/**
 * How many of the studies that meet a condition have each value, for several properties in one go.
 * @param filter SQL over `study_search as found`, with its values
 * @param first at most so many values of each, those of most studies first
 */
export async function facetsOf(
  queryable: Queryable,
  filter: string,
  values: readonly unknown[],
  by: readonly FacetBy[],
  first: number,
): Promise<readonly Facet[]> {
  const wanted = [...new Set(by)];
  const columns = wanted.map((each, i) => `${ONE[each] ?? MANY[each]} as f${i}`);
  const counts = wanted.map((each, i) =>
    each in ONE
      ? `select ${i} as facet, f${i} as value, count(*) as count from matched group by f${i}`
      : `select ${i}, value, count(*) from matched cross join lateral
          (select distinct unnest(f${i}) as value union all select null where coalesce(cardinality(f${i}), 0) = 0) as each_value
          group by value`,
  );
  const rows = await queryable.query<Omit<FacetRow, 'facet'> & { facet: number }>(
    `with matched as materialized (select ${columns.join(', ')} from study_search as found where ${filter}),
      counted (facet, value, count) as (${counts.join(' union all ')}),
      ranked as (select facet, value, count, count(value) over (partition by facet) as "distinct",
        row_number() over (partition by facet, value is null order by count desc, value collate "C") as place from counted)
    select facet, value, count::int as count, "distinct"::int as "distinct" from ranked
      where value is null or place <= $${values.length + 1}::int order by facet, value is null, place`,
    [...values, first],
  );
  return wanted.map((each, i) => {
    const own = rows.filter(({ facet }) => facet === i);
    return {
      by: each,
      isMultiValued: MULTI_VALUED.includes(each),
      values: own.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }])),
      valueCount: own.find(({ value }) => value !== null)?.distinct ?? 0,
      missing: own.find(({ value }) => value === null)?.count ?? 0,
    };
  });
}
