import { type RecordNode, View, type ViewClass, valueAt } from '../view.ts';

/**
 * The study as seen from inside one list of groups. Ids such as `OG000` are unique only there, so the views below
 * carry their scope where others carry the study, and find their group without knowing where they hang.
 */
class GroupScope extends View {
  readonly #groups: RecordNode;
  #byId?: ReadonlyMap<unknown, RecordNode>;

  constructor(groups: RecordNode, study: View | undefined) {
    super(study?.record, study);
    this.#groups = groups;
  }

  find(id: unknown): RecordNode {
    this.#byId ??= new Map(listOf(this.#groups).map(group => [valueAt(group, ['id']), group]));
    return this.#byId.get(id);
  }
}

/** A view whose groups all views below it refer to by id. */
export abstract class Grouped extends View {
  /** @param list the key under which the record holds the groups */
  constructor(record: RecordNode, study?: View, list = 'groups') {
    super(record, new GroupScope(valueAt(record, [list]), study));
  }
}

/** The group of this id in the scope that the view lives in, `null` where there is none. */
export function groupOf<T extends View>(type: ViewClass<T>, view: View, id: unknown): T | null {
  const node = view.root instanceof GroupScope ? view.root.find(id) : undefined;
  return node === undefined ? null : new type(node, view.root);
}

/** What a link to a group reads: the group lists it may lead to, and their ids. */
export const groupsAt = (lists: readonly string[], needs = 'groupId') => ({
  target: lists,
  needs: [needs],
  study: lists.map(list => `${list}.id`),
});

export const listOf = (value: unknown): readonly RecordNode[] => (Array.isArray(value) ? value : []);
