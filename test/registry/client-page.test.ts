import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../src/registry/client-page.ts';

/** As the registry writes a page: each study on a line of its own. */
const page = (studies: readonly unknown[], token?: string): Buffer =>
  Buffer.from(
    `{"totalCount":${studies.length},"studies":[\n${studies.map(each => JSON.stringify(each)).join(',\n')}\n]${token ? `,"nextPageToken":"${token}"` : ''}}`,
  );
const long = (text: string) => text.repeat(60_000);

describe('a large answer', () => {
  it.each([
    ['a page', [{ a: long('0123456789') }, { b: [1, { c: long('y') }] }], 'token'],
    [
      'a page with letters of other scripts and line feeds in texts',
      [{ a: long('é\n\u2028"\\') }, { b: '漢字' }],
      'token',
    ],
    ['a last page', [{ a: long('abcdefghij') }], undefined],
    ['a page of thousands', Array.from({ length: 5_000 }, (_, i) => ({ i, text: 'x'.repeat(200) })), 'token'],
  ])('is read as JSON has it: %s', async (_, studies, token) => {
    const body = page(studies, token);
    expect(body.length).toBeGreaterThan(500_000);
    expect(await parseAnswer(body)).toEqual(JSON.parse(body.toString()));
  });

  it.each([
    ['written in one line', JSON.stringify({ studies: [{ a: long('abcdefghij') }] })],
    ['written with indents', JSON.stringify({ studies: [{ a: long('abcdefghij') }] }, null, 2)],
    ['with other keys first', `{"studies":\n[\n{"a":"${long('abcdefghij')}"}\n]}`],
  ])('is read as a whole where it is %s', async (_, text) => {
    expect(await parseAnswer(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it('that breaks off is no JSON', async () => {
    const body = page([{ a: long('abcdefghij') }, { b: long('abcdefghij') }]);
    for (const part of [0.3, 0.6, 0.99])
      await expect(parseAnswer(body.subarray(0, body.length * part))).rejects.toThrow(SyntaxError);
  });

  it('is read alike whatever stands in it', async () => {
    const filler = { filler: long('abcdefghij') };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), async studies => {
        const body = page([...studies, filler]);
        expect(await parseAnswer(body)).toEqual(JSON.parse(body.toString()));
      }),
      { numRuns: 30 },
    );
  });
});
