import {
  defaultTypeResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  isObjectType,
  locatedError,
  type ResponsePath,
  responsePathAsArray,
} from 'graphql';
import { View } from '../registry/view.ts';
import { ErrorList } from './executor-errors.ts';
import { type Answer, type AnswerMemory, copyOf } from './executor-memory.ts';
import type { FieldPlan, OperationPlan, SelectionPlan, ValuePlan, Variables } from './executor-plan.ts';

type Path = ResponsePath;
type Method = (args: object, context: unknown, info: GraphQLResolveInfo) => unknown;

/** One execution of a plan. */
class Run {
  readonly errors = new ErrorList();
  /** How often more than reading happened: a resolver ran, something failed or has to be waited for. */
  events = 0;
  /** How many fields were answered. */
  fields = 0;
  #record: unknown = null;
  #isKnown = false;

  constructor(
    readonly plan: OperationPlan,
    readonly context: unknown,
    /** Coerced. */
    readonly variables: Variables,
    readonly memory: AnswerMemory,
  ) {}

  /** The node whose answers are worth remembering, because its record was met before. */
  nodeOf(source: unknown): object | null {
    if (!(source instanceof View)) return null;
    const { record } = source.root;
    if (record !== this.#record) {
      this.#record = record;
      this.#isKnown = typeof record === 'object' && record !== null && this.memory.meets(record);
    }
    return this.#isKnown && typeof source.record === 'object' ? source.record : null;
  }
}

/**
 * Runs a planned query. Never rejects: what fails becomes null with an error beside it, as the specification says.
 * @param variables coerced
 */
export function runQuery(
  plan: OperationPlan,
  context: unknown,
  variables: Variables,
  memory: AnswerMemory,
): ExecutionResult | Promise<ExecutionResult> {
  const run = new Run(plan, context, variables, memory);
  const answer = (data: unknown) => run.errors.beside(data as ExecutionResult['data']);
  const fail = (error: unknown) => {
    run.errors.add(error as GraphQLError, undefined);
    return answer(null);
  };
  try {
    const data = runSelection(run, plan.root, undefined, undefined);
    return isPromise(data) ? data.then(answer, fail) : answer(data);
  } catch (error) {
    return fail(error);
  }
}

function runSelection(run: Run, selection: SelectionPlan, source: unknown, path: Path | undefined): unknown {
  const { fields, blank } = selection;
  const node = run.nodeOf(source);
  if (node === null) return runFields(run, fields, { ...blank }, source, path);
  const known = run.memory.get(node, selection);
  if (known === undefined) return runAndRemember(run, selection, source, path, node);
  if (known.rest.length === 0) return known.answer;
  return runFields(run, known.rest, copyOf(known), source, path);
}

function runAndRemember(
  run: Run,
  selection: SelectionPlan,
  source: unknown,
  path: Path | undefined,
  node: object,
): unknown {
  const rest: FieldPlan[] = [];
  const answer: Answer = { ...selection.blank };
  const before = run.fields;
  const result = runFields(run, selection.fields, answer, source, path, rest);
  const kept = rest.length === 0 ? answer : { ...answer };
  for (const { key } of rest) kept[key] = null;
  run.memory.set(node, selection, { answer: kept, rest }, run.fields - before);
  return result;
}

/** @param rest collects the fields that did more than read */
function runFields(
  run: Run,
  fields: readonly FieldPlan[],
  answer: Answer,
  source: unknown,
  path: Path | undefined,
  rest?: FieldPlan[],
): unknown {
  let pending: string[] | null = null;
  run.fields += fields.length;
  try {
    for (const field of fields) {
      const before = run.events;
      const value = runField(run, field, source, path);
      answer[field.key] = value;
      if (isPromise(value)) {
        run.events++;
        pending ??= [];
        pending.push(field.key);
      }
      if (run.events !== before) rest?.push(field);
    }
  } catch (error) {
    if (pending === null) throw error;
    // The others are under way and may fail too: none may be left without a listener.
    return settle(answer, pending).finally(() => {
      throw error;
    });
  }
  return pending === null ? answer : settle(answer, pending);
}

async function settle(answer: Answer, pending: readonly string[]): Promise<unknown> {
  const values = await Promise.all(pending.map(key => answer[key]));
  for (const [i, key] of pending.entries()) answer[key] = values[i];
  return answer;
}

function runField(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  // Most fields are text read from their object: those need no path.
  let path: Path | undefined;
  let value: unknown;
  try {
    if (field.isTypename) return field.parent.name;
    const { definition, name } = field;
    const args = definition.args.length > 0 && getArgumentValues(definition, field.nodes[0]!, run.variables);
    if (definition.resolve) {
      run.events++;
      path = pathOf(field, parent);
      value = definition.resolve(source, args || {}, run.context, infoOf(run, field, path));
    } else if ((typeof source === 'object' && source !== null) || typeof source === 'function') {
      value = (source as Record<string, unknown>)[name];
      if (typeof value === 'function') {
        run.events++;
        path = pathOf(field, parent);
        value = (source as Record<string, Method>)[name]!(args || {}, run.context, infoOf(run, field, path));
      }
    }
  } catch (error) {
    return failed(run, field, field.value, path ?? pathOf(field, parent), error);
  }
  if (field.value.isText && typeof value === 'string') return value;
  return finish(run, field, field.value, path ?? pathOf(field, parent), value);
}

const pathOf = (field: FieldPlan, prev: Path | undefined): Path => ({
  prev,
  key: field.key,
  typename: field.parent.name,
});

function infoOf({ plan, variables }: Run, field: FieldPlan, path: Path): GraphQLResolveInfo {
  return {
    fieldName: field.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parent,
    path,
    schema: plan.schema,
    fragments: plan.fragments,
    rootValue: undefined,
    operation: plan.operation,
    variableValues: variables,
  };
}

/** Completes what a field or an item of a list came to, now or once it is there; what fails is told at its path. */
function finish(run: Run, field: FieldPlan, plan: ValuePlan, path: Path, value: unknown): unknown {
  try {
    const completed = isPromise(value)
      ? value.then(known => complete(run, field, plan, path, known))
      : complete(run, field, plan, path, value);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, error => failed(run, field, plan, path, error));
  } catch (error) {
    return failed(run, field, plan, path, error);
  }
}

/** Null where the schema allows it; otherwise what stands above fails too. */
function failed(run: Run, field: FieldPlan, plan: ValuePlan, path: Path, cause: unknown): null {
  const error = locatedError(cause, field.nodes, responsePathAsArray(path));
  if (plan.nonNull) throw error;
  run.events++;
  run.errors.add(error, path);
  return null;
}

function complete(run: Run, field: FieldPlan, plan: ValuePlan, path: Path, value: unknown): unknown {
  if (value instanceof Error) throw value;
  if (value === null || value === undefined) {
    if (!plan.nonNull) return null;
    throw new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);
  }
  if (plan.leaf) {
    const serialized = plan.leaf.serialize(value) as unknown;
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(`The value of ${nameOf(field)} has no form as ${plan.leaf.name}.`);
  }
  if (plan.item) return completeList(run, field, plan.item, path, value);
  if (plan.object) return completeObject(run, field, plan.object, path, value);
  return completeAbstract(run, field, plan, path, value);
}

const nameOf = (field: FieldPlan): string => `${field.parent.name}.${field.name}`;

function completeList(run: Run, field: FieldPlan, item: ValuePlan, path: Path, value: unknown): unknown {
  if (!isIterable(value)) {
    throw new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);
  }
  const list = Array.isArray(value) ? (value as readonly unknown[]) : Array.from(value);
  let waits = false;
  const answer: unknown[] = [];
  for (let i = 0; i < list.length; i++) {
    const each = list[i];
    const isReady = item.isText && typeof each === 'string';
    const done = isReady ? each : finish(run, field, item, { prev: path, key: i, typename: undefined }, each);
    waits ||= isPromise(done);
    answer.push(done);
  }
  return waits ? Promise.all(answer) : answer;
}

function completeObject(
  run: Run,
  field: FieldPlan,
  type: GraphQLObjectType,
  path: Path,
  value: unknown,
): unknown {
  const selection = field.selectionFor(type);
  if (!type.isTypeOf) return runSelection(run, selection, value, path);
  const enter = (fits: boolean) => {
    if (fits) return runSelection(run, selection, value, path);
    throw new GraphQLError(`The value of ${nameOf(field)} is no ${type.name}.`, { nodes: field.nodes });
  };
  const fits = type.isTypeOf(value, run.context, infoOf(run, field, fieldPathOf(path)));
  return isPromise(fits) ? fits.then(enter) : enter(fits);
}

function completeAbstract(run: Run, field: FieldPlan, plan: ValuePlan, path: Path, value: unknown): unknown {
  const abstract = plan.abstract!;
  const enter = (name: unknown) => {
    const type = typeof name === 'string' ? run.plan.schema.getType(name) : undefined;
    if (isObjectType(type) && run.plan.schema.isSubType(abstract, type))
      return completeObject(run, field, type, path, value);
    throw new GraphQLError(
      `The value of ${nameOf(field)} is said to be ${name}, which is no type of ${abstract.name}.`,
      { nodes: field.nodes },
    );
  };
  const resolve = abstract.resolveType ?? defaultTypeResolver;
  const name: unknown = resolve(value, run.context, infoOf(run, field, fieldPathOf(path)), abstract);
  return isPromise(name) ? name.then(enter) : enter(name);
}

/** The path of the field itself, without places in lists: what resolvers are told. */
function fieldPathOf(path: Path): Path {
  let at = path;
  while (typeof at.key === 'number') at = at.prev!;
  return at;
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function';

const isPromise = <T>(value: T | PromiseLike<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && typeof (value as Promise<T>).then === 'function';
