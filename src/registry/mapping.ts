import { Extensions, Field, ObjectType } from 'type-graphql';
import { UNRECOGNISED } from './record-enum.ts';
import { below, View, type ViewClass, valueAt, viewsOf } from './view.ts';

/** What the projection and the coverage test read off a GraphQL field (`extensions.record`). */
export interface RecordExtension {
  /** Record paths below the object the field belongs to; `''` is that object's own node. */
  readonly paths: readonly string[];
  /** The paths are needed whole, whatever is selected below. */
  readonly whole?: boolean;
  /** Record paths counted from the study, needed whole: what a link reads to find its target. */
  readonly study?: readonly string[];
  /** Where the selected object lives in the study, for fields that link sideways. */
  readonly target?: readonly string[];
  /** The one field under which a leaf of the record is published. */
  readonly natural?: boolean;
  /**
   * Paths below a single object, of which one is there whenever the object is. They are always fetched with it, because
   * the registry leaves out objects of which nothing that was asked for exists. `''` fetches the whole object.
   */
  readonly presence?: readonly string[];
}

type TypeThunk = () => unknown;
type Read = (value: unknown) => unknown;

interface FieldOptions {
  /** The registry always gives this value. Only then is a field that is not a list non-null. */
  readonly required?: boolean;
  /** Turns the raw value into what the field's type expects. */
  readonly read?: Read;
  /** For a large object: paths below it, of which one is there whenever it is. A small object is fetched whole. */
  readonly presence?: readonly string[];
}

interface Declaration {
  readonly key: string;
  readonly type: TypeThunk;
  readonly description: string;
  readonly required: boolean;
  readonly extension: RecordExtension;
  /** Fields that read a path have their getter made here; computed ones bring it along. */
  readonly getter?: (path: string) => PropertyDescriptor;
}

const declared = new Map<object, Declaration[]>();
const declarationsOf = (prototype: object): Declaration[] => {
  const own = declared.get(prototype) ?? [];
  declared.set(prototype, own);
  return own;
};

function declare(prototype: object, declaration: Declaration): void {
  declarationsOf(prototype).push(declaration);
  const { getter, extension, key } = declaration;
  if (getter) Object.defineProperty(prototype, key, getter(extension.paths[0]!));
}

/** A GraphQL field and the record path that feeds it: the getter reads the path when the field is asked for. */
export function From(
  type: TypeThunk,
  path: string,
  description: string,
  { required = false, read, presence = [''] }: FieldOptions = {},
): PropertyDecorator {
  const getter = getterOf(type, read);
  return (prototype, key) => {
    const extension = { paths: [path], natural: true, presence };
    declare(prototype, {
      key: key as string,
      type,
      description,
      required,
      extension,
      getter,
    });
  };
}

/** A field of a closed list: the enum value, and beside it `<field>Text`, the registry's own word. */
export function FromEnum(
  type: TypeThunk,
  path: string,
  description: string,
  { required = false }: Pick<FieldOptions, 'required'> = {},
): PropertyDecorator {
  const isList = Array.isArray(type());
  const known = (isList ? (type() as unknown[])[0] : type()) as Readonly<Record<string, string>>;
  const recognise = (value: unknown) => known[value as string] ?? UNRECOGNISED;
  const read: Read = value =>
    Array.isArray(value) ? value.map(recognise) : value == null ? value : recognise(value);
  return (prototype, key) => {
    From(type, path, description, { required, read })(prototype, key);
    const text = isList ? () => [String] : () => String;
    declare(prototype, {
      key: `${key as string}Text`,
      type: text,
      description: `The registry's own word for \`${key as string}\`, which also says what an \`UNRECOGNISED\` value was.`,
      required,
      extension: { paths: [path] },
      getter: getterOf(text),
    });
  };
}

/** A getter computed from other paths of the same node or, with `study`, of the whole record. */
export function Computed(
  type: TypeThunk,
  needs: readonly string[],
  description: string,
  { study, required = false }: { readonly study?: readonly string[]; readonly required?: boolean } = {},
): PropertyDecorator {
  return (prototype, key) => {
    const extension = { paths: needs, whole: true, ...(study && { study }) };
    declare(prototype, {
      key: key as string,
      type,
      description,
      required,
      extension,
    });
  };
}

/** A getter that leads to views living elsewhere in the same record, such as an arm's interventions. */
export function Link(
  type: TypeThunk,
  link: {
    /** Where the target views live, counted from the study: what is selected below is fetched there. */
    readonly target: readonly string[];
    /** Paths of this node that decide which targets belong. */
    readonly needs: readonly string[];
    /** Paths of the study that decide which targets belong. */
    readonly study: readonly string[];
  },
  description: string,
): PropertyDecorator {
  return (prototype, key) => {
    const extension = {
      paths: link.needs,
      whole: true,
      study: link.study,
      target: link.target,
    };
    declare(prototype, {
      key: key as string,
      type,
      description,
      required: false,
      extension,
    });
  };
}

/**
 * A field resolver (a method with arguments) fed by paths of its parent: the selection below decides what is fetched.
 * @param study paths of the study that the arguments are judged by, always fetched
 */
export const Through = (paths: readonly string[], study: readonly string[] = []): MethodDecorator =>
  extended({ paths, natural: true, study });

/** A field resolver that needs these paths of its parent whole, for instance to join on. */
export const Needs = (...paths: string[]): MethodDecorator => extended({ paths, whole: true });

const extended = (record: RecordExtension) => Extensions({ record }) as MethodDecorator;

/** A registry module whose fields become the study's own, below this path. */
export const Part =
  (at: string): ClassDecorator =>
  target => {
    partPaths.set(target, at);
  };
const partPaths = new Map<object, string>();

/**
 * Publishes a view as a GraphQL object type.
 * @param at the path or paths of the record where such nodes live, told in every field's description
 * @param parts registry modules whose fields this type takes over
 */
export function RecordType(
  name: string,
  {
    at,
    description,
    parts = [],
    interfaces = [],
  }: {
    readonly at: string | readonly string[];
    readonly description: string;
    readonly parts?: readonly ViewClass[];
    readonly interfaces?: readonly (abstract new () => object)[];
  },
): ClassDecorator {
  return target => {
    const prototype = (target as unknown as { prototype: object }).prototype;
    for (const part of parts) adopt(prototype, part);
    unpublished.push(() => {
      for (const each of inherited(prototype)) publish(prototype, each, [at].flat());
      ObjectType(name, { description, simpleResolvers: true, implements: interfaces as never })(target);
    });
  };
}

/** A view's own declarations and those of the views it extends. */
const inherited = (prototype: object): readonly Declaration[] =>
  prototype === View.prototype
    ? []
    : [...inherited(Object.getPrototypeOf(prototype) as object), ...declarationsOf(prototype)];

const unpublished: (() => void)[] = [];
/** Hands every view to TypeGraphQL; once all are loaded, because they refer to each other in circles. */
export function publishRecordTypes(): void {
  for (const publishType of unpublished.splice(0)) publishType();
}

/** Takes over a part's fields, their paths moved below the part's own. */
function adopt(prototype: object, part: ViewClass): void {
  const base = partPaths.get(part);
  if (base === undefined) throw new Error(`${part.name} is no @Part`);
  const steps = base.split('.');
  for (const { extension, ...each } of declarationsOf(part.prototype)) {
    declare(prototype, {
      ...each,
      extension: {
        ...extension,
        paths: extension.paths.map(path => below(base, path)),
      },
    });
    if (each.getter) continue;
    const { get } = Object.getOwnPropertyDescriptor(part.prototype, each.key)!;
    Object.defineProperty(prototype, each.key, {
      configurable: true,
      get(this: View) {
        return get!.call(new part(valueAt(this.record, steps), this.root));
      },
    });
  }
}

function publish(
  prototype: object,
  { key, type, description, required, extension }: Declaration,
  at: readonly string[],
): void {
  const told = sourced(description, at, extension.paths, extension.target ?? extension.study);
  const nullable = !required && !Array.isArray(type());
  Field(type as never, { nullable, description: told })(prototype, key);
  Extensions({ record: extension })(prototype, key);
}

/**
 * A description that ends with the record paths it speaks of.
 * @param at where the object lives, in one place or several
 * @param elsewhere further paths, counted from the study
 */
export function sourced(
  description: string,
  at: readonly string[],
  paths: readonly string[],
  elsewhere: readonly string[] = [],
): string {
  const here = paths.flatMap(path => at.map(base => below(base, path)));
  const where = [...new Set([...here, ...elsewhere])].filter(path => path !== '');
  return where.length === 0 ? description : `${description} Source: ${where.join(', ')}`;
}

/** Reads a path and wraps what it finds in the field's view, if its type is one. */
function getterOf(type: TypeThunk, read: Read = value => value): (path: string) => PropertyDescriptor {
  let item: ViewClass | null;
  let isList: boolean | undefined;
  return path => {
    const steps = path === '' ? [] : path.split('.');
    const get = function (this: View): unknown {
      if (isList === undefined) [item, isList] = shapeOf(type()); // late: types may refer to each other in a circle
      const value = read(valueAt(this.record, steps));
      if (isList) return item === null ? (value ?? []) : viewsOf(item, value, this.root);
      return item === null || value == null ? value : new item(value, this.root);
    };
    return { configurable: true, get };
  };
}

const shapeOf = (type: unknown): [ViewClass | null, boolean] => {
  const item = Array.isArray(type) ? type[0] : type;
  const isView = typeof item === 'function' && item.prototype instanceof View;
  return [isView ? (item as ViewClass) : null, Array.isArray(type)];
};
