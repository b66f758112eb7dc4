import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { AnswerMemory } from './executor-memory.ts';
import { type Fragments, OperationPlan, type Variables } from './executor-plan.ts';
import { runQuery } from './executor-run.ts';

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
/** What Apollo Server hands over to be executed, parsed and validated. */
type Request = Parameters<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>[0];
export type AskedOperation = Pick<Request, 'document' | 'operation' | 'queryHash'> & {
  readonly context: unknown;
  readonly request: Pick<Request['request'], 'variables' | 'operationName'>;
};

/** Operations kept ready: this many, and together this much; whatever was not used for longest goes. */
export interface ExecutorBounds {
  readonly maxOperations?: number;
  /** In characters of source, a planned field counting as much as `FIELD_WEIGHT` of them. */
  readonly maxWeight?: number;
}

const FIELD_WEIGHT = 20;
/** One operation may take this part of the whole; a larger one runs as well, and is planned anew each time. */
const MAX_SHARE = 0.1;
/** Most decisions of `@skip` and `@include` kept for one operation. */
const MAX_VARIANTS = 16;
/** As many faults of the variables are told as graphql-js tells. */
const MAX_VARIABLE_ERRORS = 50;

/** Runs operations over the schema: a query that comes again is not worked out again. */
export function createExecutor(
  schema: GraphQLSchema,
  { maxOperations = 500, maxWeight = 1_000_000 }: ExecutorBounds = {},
): (asked: AskedOperation) => ExecutionResult | Promise<ExecutionResult> {
  const memory = new AnswerMemory();
  const known = new LRUCache<string, KnownQuery>({
    max: maxOperations,
    maxSize: maxWeight,
    maxEntrySize: maxWeight * MAX_SHARE,
    sizeCalculation: query => query.weight,
  });

  return asked => {
    const { document, operation, context, request } = asked;
    if (operation?.operation === OperationTypeNode.SUBSCRIPTION && schema.getSubscriptionType())
      return { errors: [notOverHttp()] };
    if (operation?.operation !== OperationTypeNode.QUERY) return byDefault(schema, asked);
    const key = `${asked.queryHash} ${operation.name?.value ?? ''}`;
    const query = known.get(key) ?? new KnownQuery(schema, document, operation);
    const { errors, coerced } = query.coerce(request.variables ?? {});
    if (errors) return { errors };
    const answer = runQuery(query.planFor(coerced), context, coerced, memory);
    const remember = () => {
      if (!query.hasGrown()) return;
      known.delete(key); // setting a value anew does not weigh it anew
      known.set(key, query);
    };
    if (!(answer instanceof Promise)) remember();
    else answer.then(remember);
    return answer;
  };
}

/** One answer is all that a request gets: executed, a subscription would be answered as if nothing had happened. */
const notOverHttp = (): GraphQLError =>
  new GraphQLError('A subscription must be opened over WebSocket (graphql-ws), at the same address.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });

/** graphql-js itself: mutations and subscriptions, and requests whose operation cannot be told. */
const byDefault = (schema: GraphQLSchema, { document, context, request }: AskedOperation) =>
  execute({
    schema,
    document,
    contextValue: context,
    variableValues: request.variables,
    operationName: request.operationName,
  });

/** A query with the plans made for it so far. */
class KnownQuery {
  readonly #fragments: Fragments;
  readonly #switches: readonly string[];
  readonly #plans = new Map<string, OperationPlan>();
  readonly #sourceLength: number;
  #keptWeight = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    this.#fragments = fragmentsOf(document);
    this.#switches = switchesOf(document);
    this.#sourceLength = document.loc?.source.body.length ?? 0;
  }

  coerce(given: Variables) {
    const { variableDefinitions = [] } = this.operation;
    return getVariableValues(this.schema, variableDefinitions, given, { maxErrors: MAX_VARIABLE_ERRORS });
  }

  planFor(variables: Variables): OperationPlan {
    const key = this.#switches.map(name => String(variables[name])).join(' ');
    const plan =
      this.#plans.get(key) ?? new OperationPlan(this.schema, this.operation, this.#fragments, variables);
    if (this.#plans.size < MAX_VARIANTS) this.#plans.set(key, plan);
    return plan;
  }

  get weight(): number {
    let fields = 0;
    for (const plan of this.#plans.values()) fields += plan.size;
    return this.#sourceLength + fields * FIELD_WEIGHT + 1;
  }

  /** Whether more was planned since this was last asked. */
  hasGrown(): boolean {
    const before = this.#keptWeight;
    this.#keptWeight = this.weight;
    return this.#keptWeight > before;
  }
}

const fragmentsOf = ({ definitions }: DocumentNode): Fragments => {
  const fragments = definitions.filter(each => each.kind === Kind.FRAGMENT_DEFINITION);
  const byName = fragments.map(each => [each.name.value, each] as const);
  return Object.assign(Object.create(null), Object.fromEntries(byName)) as Fragments;
};

/** The variables that decide what is selected. */
function switchesOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: node => {
      for (const { value } of node.arguments ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** The schema and its executor as Apollo Server takes them: the one place where it lets an executor in. */
export function createExecutorGateway(schema: GraphQLSchema): Gateway {
  const executor = createExecutor(schema);
  return {
    load: async () => ({ executor: async asked => executor(asked) }),
    onSchemaLoadOrUpdate: tell => {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
}
