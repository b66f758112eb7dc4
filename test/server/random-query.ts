import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

const MAX_DEPTH = 5;
const SWITCHES = [
  '',
  '',
  '',
  ' @include(if: $yes)',
  ' @skip(if: $yes)',
  ' @skip(if: $yes) @include(if: $yes)',
];
const ARGUMENTS: Readonly<Record<string, string>> = {
  'Location.distance': '(from: { lat: 47.5, lon: 7.5 })',
  'Study.locations': '(first: 2)',
  'Study.nearestLocation': '(from: { lat: 47.5, lon: 7.5 }, recruiting: false)',
  'Study.outcomes': '(type: [SECONDARY])',
};

/** A valid question about a study, made of numbers: fields, aliases, fragments, and switches by `$yes`. */
export function randomQuery(schema: GraphQLSchema, choices: readonly number[]): string {
  let at = 0;
  const choose = (below: number): number => (choices[at++ % choices.length]! + at) % below;
  const fragments: string[] = [];

  const select = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields()).filter(field => isWanted(type, field, depth));
    const parts = Array.from({ length: 1 + choose(6) }, () => part(type, fields, depth));
    return `{ __typename ${parts.join(' ')} }`;
  };

  const part = (type: GraphQLObjectType, fields: readonly Field[], depth: number): string => {
    const field = fields[choose(fields.length)];
    if (!field) return '__typename';
    const text = fieldText(type, field, depth);
    const kind = choose(8);
    if (kind === 0) return `... on ${type.name}${SWITCHES[choose(6)]} { ${text} }`;
    if (kind > 1) return text;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${type.name} { ${text} }`);
    return `...${name}${SWITCHES[choose(6)]} ...${name}${SWITCHES[choose(6)]}`;
  };

  /** An alias is used for one field and one selection only: else the two could not be merged. */
  let aliases = 0;
  const fieldText = (type: GraphQLObjectType, field: Field, depth: number): string => {
    const inner = getNamedType(field.type);
    const alias = field.args.length > 0 || choose(5) === 0 ? `a${aliases++}: ` : '';
    const args = ARGUMENTS[`${type.name}.${field.name}`] ?? '';
    const below = isObjectType(inner) ? ` ${select(inner, depth + 1)}` : '';
    return `${alias}${field.name}${args}${SWITCHES[choose(6)]}${below}`;
  };

  const study = select(schema.getType('Study') as GraphQLObjectType, 0);
  const query = `{ study(nctId: "NCT99000003") ${study} studies(first: 2) { nodes ${study} } }`;
  const used = query + fragments.join('');
  return `query${used.includes('$yes') ? ' ($yes: Boolean!)' : ''} ${query} ${fragments.join(' ')}`;
}

type Field = GraphQLField<unknown, unknown>;

/** No field that asks a new question, and no object at the bottom. */
const isWanted = (type: GraphQLObjectType, field: Field, depth: number): boolean => {
  const inner = getNamedType(field.type);
  return (
    inner.name !== 'StudyConnection' &&
    !(type.name === 'MeshTerm' && field.name === 'ancestors') &&
    !(depth >= MAX_DEPTH && isObjectType(inner)) &&
    (`${type.name}.${field.name}` in ARGUMENTS || !field.args.some(isRequiredArgument))
  );
};
