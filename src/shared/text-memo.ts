import { LRUCache } from 'lru-cache';

/**
 * What a pure function makes of a text, remembered for the texts asked for last.
 * @param make must depend on the text alone
 * @param maxChars bound on the characters of all remembered texts together; what is made of them comes on top
 */
export function createTextMemo<T extends {}>(
  make: (text: string) => T,
  maxChars = 4_000_000,
): (text: string) => T {
  const made = new LRUCache<string, T>({ maxSize: maxChars, sizeCalculation: (_, text) => text.length + 1 });
  return text => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const fresh = make(text);
    made.set(text, fresh);
    return fresh;
  };
}
