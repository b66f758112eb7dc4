import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  GraphQLString,
  getDirectiveValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Field = GraphQLField<unknown, unknown>;

/** How a value of a field's type is completed, with the type taken apart once. One class, so that all look alike. */
export class ValuePlan {
  readonly nonNull: boolean;
  readonly item: ValuePlan | null;
  readonly leaf: GraphQLLeafType | null;
  readonly object: GraphQLObjectType | null;
  readonly abstract: GraphQLAbstractType | null;
  /** Text that is text already goes out as it is. */
  readonly isText: boolean;

  constructor(type: GraphQLOutputType) {
    const inner = isNonNullType(type) ? type.ofType : type;
    this.nonNull = inner !== type;
    this.item = isListType(inner) ? new ValuePlan(inner.ofType) : null;
    this.leaf = isLeafType(inner) ? inner : null;
    this.object = isObjectType(inner) ? inner : null;
    this.abstract = isAbstractType(inner) ? inner : null;
    this.isText = inner === GraphQLString;
  }
}

/** A field to answer: all that does not depend on the data, found once. */
export class FieldPlan {
  readonly name: string;
  readonly value: ValuePlan;
  /** Answered by the plan alone. */
  readonly isTypename: boolean;
  #type: GraphQLObjectType | null = null;
  #selection: SelectionPlan | null = null;
  /** For fields of abstract types alone, whose objects differ in type. */
  #others: Map<GraphQLObjectType, SelectionPlan> | null = null;

  constructor(
    /** The name in the answer: the alias, if there is one. */
    readonly key: string,
    readonly definition: Field,
    readonly parent: GraphQLObjectType,
    readonly nodes: readonly FieldNode[],
    private readonly operation: OperationPlan,
  ) {
    this.name = definition.name;
    this.isTypename = definition === TypeNameMetaFieldDef;
    this.value = new ValuePlan(definition.type);
  }

  /** What is selected below for an object of this type; planned when first met, for the data may never get there. */
  selectionFor(type: GraphQLObjectType): SelectionPlan {
    if (this.#type === type) return this.#selection!;
    const known = this.#others?.get(type);
    if (known) return known;
    const sets = this.nodes.map(node => node.selectionSet);
    const selection = this.operation.select(type, sets);
    if (this.#type) this.#others = (this.#others ?? new Map()).set(type, selection);
    else {
      this.#type = type;
      this.#selection = selection;
    }
    return selection;
  }
}

export interface SelectionPlan {
  readonly fields: readonly FieldPlan[];
  /** An answer with every key in its place: copying it beats adding the keys one by one. */
  readonly blank: Readonly<Record<string, null>>;
}

/** An operation made ready to run again and again, for one decision of its `@skip` and `@include`. */
export class OperationPlan {
  #size = 0;
  #root: SelectionPlan | null = null;

  /** @param variables coerced; only those that decide what is selected matter */
  constructor(
    readonly schema: GraphQLSchema,
    readonly operation: OperationDefinitionNode,
    readonly fragments: Fragments,
    private readonly variables: Variables,
  ) {}

  get root(): SelectionPlan {
    const { operation, selectionSet } = this.operation;
    this.#root ??= this.select(this.schema.getRootType(operation)!, [selectionSet]);
    return this.#root;
  }

  /** How many fields are planned so far. */
  get size(): number {
    return this.#size;
  }

  select(type: GraphQLObjectType, sets: readonly (SelectionSetNode | undefined)[]): SelectionPlan {
    const nodes = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(type, set?.selections ?? [], nodes, spread);
    const fields = [...nodes].flatMap(([key, list]) => {
      const definition = this.#definitionOf(type, list[0]!.name.value);
      return definition ? [new FieldPlan(key, definition, type, list, this)] : [];
    });
    this.#size += fields.length;
    return { fields, blank: Object.fromEntries(fields.map(({ key }) => [key, null])) };
  }

  #collect(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    nodes: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)) continue;
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const list = nodes.get(key);
        if (list) list.push(selection);
        else nodes.set(key, [selection]);
      } else {
        if (selection.kind === Kind.FRAGMENT_SPREAD) spread.add(selection.name.value);
        const part =
          selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments[selection.name.value] : selection;
        if (part && this.#applies(part.typeCondition?.name.value, type))
          this.#collect(type, part.selectionSet.selections, nodes, spread);
      }
    }
  }

  #isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    return (
      getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'] !== true &&
      getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'] !== false
    );
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.schema.getType(condition);
    return isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }

  #definitionOf(type: GraphQLObjectType, name: string): Field | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }
}
