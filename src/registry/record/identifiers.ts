import { URLResolver } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { closedEnum } from '../record-enum.ts';

export const IdentifierKind = closedEnum('IdentifierKind', 'Where a number of a study comes from.', {
  NCT: 'Its number at ClinicalTrials.gov.',
  NCT_ALIAS: 'A number it had there before.',
  ORGANIZATION: "The sponsor's own number.",
  SECONDARY: 'A further number: a grant, another registry, an EudraCT or CTIS number.',
});
export type IdentifierKind = keyof typeof IdentifierKind;

@ObjectType({ description: 'A number under which the study is known somewhere.', simpleResolvers: true })
export class Identifier {
  @Field(() => IdentifierKind, { description: 'Where the number comes from.' })
  kind!: IdentifierKind;

  @Field(() => String, { description: 'The number as it was given.' })
  value!: string;

  @Field(() => String, {
    nullable: true,
    description: "The registry's own word for the type of the number, such as `EUDRACT_NUMBER`.",
  })
  type!: string | null;

  @Field(() => String, { nullable: true, description: 'Who issued the number.' })
  domain!: string | null;

  @Field(() => URLResolver, {
    nullable: true,
    description: 'A page about the number; `null` where the record has no well-formed web address.',
  })
  url!: string | null;
}

interface RawId {
  readonly id?: string;
  readonly type?: string;
  readonly domain?: string;
  readonly link?: string;
}
interface RawModule {
  readonly nctId?: string;
  readonly nctIdAliases?: readonly string[];
  readonly orgStudyIdInfo?: RawId;
  readonly secondaryIdInfos?: readonly RawId[];
}

/** Every number of a study in one list: its own, former ones, the sponsor's, further ones. */
export function identifiersOf({
  nctId,
  nctIdAliases = [],
  orgStudyIdInfo,
  secondaryIdInfos = [],
}: RawModule): readonly Identifier[] {
  const atRegistry = (kind: IdentifierKind) => (id: string) =>
    identifier(kind, { id, domain: 'ClinicalTrials.gov', link: registryUrlOf(id) });
  return [
    ...(nctId ? [nctId] : []).flatMap(atRegistry('NCT')),
    ...nctIdAliases.flatMap(atRegistry('NCT_ALIAS')),
    ...identifier('ORGANIZATION', orgStudyIdInfo ?? {}),
    ...secondaryIdInfos.flatMap(raw => identifier('SECONDARY', raw)),
  ];
}

/** The page of a study at the registry. */
export const registryUrlOf = (nctId: string) => `https://clinicaltrials.gov/study/${nctId}`;

function identifier(kind: IdentifierKind, { id, type, domain, link }: RawId): Identifier[] {
  if (!id) return [];
  return [{ kind, value: id, type: type ?? null, domain: domain ?? null, url: webAddress(link) }];
}

function webAddress(link: string | undefined): string | null {
  return link && /^https?:\/\//i.test(link) && URL.canParse(link) ? link : null;
}
