import { registerEnumType } from 'type-graphql';

/** What a closed list answers for a value the registry added after this schema was written. */
export const UNRECOGNISED = 'UNRECOGNISED';

/**
 * Publishes a closed list of the registry. A value it does not know is `UNRECOGNISED`, never an error.
 * @param values each value with what it means
 */
export const recordEnum = <V extends string>(name: string, description: string, values: Record<V, string>) =>
  closedEnum(name, description, {
    ...values,
    [UNRECOGNISED]: 'A value this schema does not know; its text field has it verbatim.',
  } as Record<V | typeof UNRECOGNISED, string>);

/** Publishes a list of values that is ours and therefore complete. */
export function closedEnum<V extends string>(name: string, description: string, values: Record<V, string>) {
  const described = Object.entries<string>(values);
  const enumeration = Object.freeze(Object.fromEntries(described.map(([value]) => [value, value]))) as {
    readonly [K in V]: K;
  };
  registerEnumType(enumeration, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      described.map(([value, text]) => [value, { description: text }]),
    ) as never,
  });
  return enumeration;
}
