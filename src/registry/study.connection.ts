import { Field, Int, ObjectType } from 'type-graphql';
import { type Connection, connectionOf } from '../shared/page.ts';
import { type AppliedPart, nameOfPart } from './essie.ts';
import { Study } from './record/study.ts';
import { studyOf } from './study.loader.ts';
import { type FoundPage, Origin } from './study.source.ts';

@ObjectType({ description: 'A part of the filter as it was understood.', simpleResolvers: true })
export class AppliedFilter implements AppliedPart {
  @Field(() => String, {
    description:
      'The name of the part, such as `country`; where the list belongs to a term, also the field that found it, such as `sponsor`.',
  })
  part!: string;

  @Field(() => String, {
    description: 'What it was taken to mean, and what becomes of studies that lack the value.',
  })
  meaning!: string;
}

@ObjectType({ description: 'Who answered a search, and how far it can be relied on.', simpleResolvers: true })
export class SearchSource {
  @Field(() => Origin, { description: 'Where the list comes from.' })
  origin!: Origin;

  @Field(() => Boolean, { description: 'Every study of the registry that meets the filter was considered.' })
  complete!: boolean;

  @Field(() => Boolean, { description: 'The registry could not be asked; this is what is stored here.' })
  stale!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The registry's stamp of the data edition that was searched, such as `2026-10-07T09:00:06`.",
  })
  dataTimestamp?: string | null;

  @Field(() => [String], {
    description: 'In what the list may differ from the one the registry would give, in plain words.',
  })
  approximations!: readonly string[];
}

@ObjectType({ description: 'A page of a list of studies.', simpleResolvers: true })
export class StudyConnection extends connectionOf('Study', () => Study) implements Connection<Study> {
  @Field(() => Int, { nullable: true, description: 'How many studies meet the filter in all.' })
  totalCount!: number | null;

  @Field(() => SearchSource, { description: 'Who answered.' })
  source!: SearchSource;

  @Field(() => [AppliedFilter], { description: 'The filter as it was understood, part by part.' })
  appliedFilters!: readonly AppliedFilter[];

  /** Counts the studies of the whole list; null where its origin cannot. */
  countFacets!: FoundPage['facets'];
}

/** A found page as what GraphQL answers. */
export function studyConnectionOf(page: FoundPage): StudyConnection {
  const edges = page.items.map(({ found, cursor }) => ({ cursor, node: studyOf(found) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: page.endCursor,
    },
    totalCount: page.totalCount,
    source: {
      origin: page.origin,
      complete: page.complete,
      stale: page.stale,
      dataTimestamp: page.dataTimestamp,
      approximations: page.approximations,
    },
    countFacets: page.facets,
    appliedFilters: page.applied.map(({ part, meaning }) => ({ part: nameOfPart(part), meaning })),
  };
}
