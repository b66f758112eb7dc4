import { beforeEach, describe, expect, it } from 'vitest';
import { createNameSuggestions } from '../../src/mirror/suggest.repository.ts';
import { NOT_SYNCED } from '../../src/registry/study.source.ts';
import { databases } from '../support/database.ts';
import { store } from '../support/test-gateway.ts';
import { openSuggestSuite, SUGGEST, withConditions } from './suggest-suite.ts';

describe.each(databases)('suggestions on $kind', ({ open }) => {
  const suite = openSuggestSuite(open);
  const { suggest, namesOf } = suite;

  it('begin with the text, then have a word that does, then are written alike; each by studies, then by name', async () => {
    await store(
      suite.database,
      withConditions(
        1,
        ['Type 2 Diabetes', 'Diabetes Insipidus'],
        ['Type 2 Diabetes', 'Prediabetes', 'Asthma'],
        ['Type 2 Diabetes', 'Diabetes Mellitus', 'Gestational diabetes'],
        ['Diabetes Mellitus', 'Diabetes After Diabetes', 'Bone-diabetes link'],
      ),
    );
    const inOrder = [
      ['Diabetes Mellitus', 2],
      ['Diabetes After Diabetes', 1],
      ['Diabetes Insipidus', 1],
      ['Type 2 Diabetes', 3],
      ['Bone-diabetes link', 1],
      ['Gestational diabetes', 1],
      ['Prediabetes', 1],
    ];
    expect(await suggest('CONDITION', 'diabetes')).toEqual(inOrder);
    expect(await suggest('CONDITION', '  DIABETES, ')).toEqual(inOrder);
    for (const first of [1, 3, 4, 6])
      expect(await suggest('CONDITION', 'diabetes', first)).toEqual(inOrder.slice(0, first));
    expect(await suggest('CONDITION', 'diabetes', 0)).toEqual([]);
    expect(await namesOf('CONDITION', 'type 2: d')).toEqual(['Type 2 Diabetes']);
    expect(await namesOf('INTERVENTION', 'diabetes')).toEqual([]);
  });

  it('forgive a slip, and put the names most alike first', async () => {
    await store(
      suite.database,
      withConditions(
        1,
        ['Diabetes', 'Atopic Dermatitis', 'Diabetic Foot'],
        ['Type 2 Diabetes Mellitus With Complications of the Kidney', 'Asthma', 'Dermatosis'],
        ['Type 2 Diabetes Mellitus With Complications of the Kidney', 'Dermatitis', 'Dermatosis'],
      ),
    );
    // Both have the word that is meant; the name of more studies comes first.
    expect(await namesOf('CONDITION', 'diabtes')).toEqual([
      'Type 2 Diabetes Mellitus With Complications of the Kidney',
      'Diabetes',
    ]);
    expect(await namesOf('CONDITION', 'diabetik')).toContain('Diabetic Foot');
    // More alike counts for more than more studies.
    expect(await namesOf('CONDITION', 'dermatits', 3)).toEqual([
      'Atopic Dermatitis',
      'Dermatitis',
      'Dermatosis',
    ]);
    expect((await namesOf('CONDITION', 'atopic dermatits'))[0]).toBe('Atopic Dermatitis');
    expect((await namesOf('CONDITION', 'dermatitis atopic'))[0]).toBe('Atopic Dermatitis');
    expect((await namesOf('CONDITION', 'astma'))[0]).toBe('Asthma');
    expect(await namesOf('CONDITION', 'xyzzy')).toEqual([]);
  });

  it('of one or two letters begin with them', async () => {
    await store(suite.database, withConditions(1, ['Type 2 Diabetes', 'Dieting', 'Hodgkin Disease', 'D']));
    expect(await namesOf('CONDITION', 'd')).toEqual(['D', 'Dieting']);
    expect(await namesOf('CONDITION', 'di')).toEqual(['Dieting']);
    expect(await namesOf('CONDITION', 'dis')).toEqual(['Hodgkin Disease']);
    expect(await namesOf('CONDITION', 'ib')).toEqual([]);
  });

  it('are ten unless told otherwise, fifty at the most', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `Condition ${String(i).padStart(2, '0')}`);
    await store(suite.database, withConditions(1, names));
    expect(await namesOf('CONDITION', 'cond')).toEqual(names.slice(0, 10));
    expect(await namesOf('CONDITION', 'cond', 50)).toEqual(names.slice(0, 50));
  });

  it('hold the very name however many go on from it, and of those the names met early', async () => {
    const many = Array.from({ length: 300 }, (_, i) => `Zeta ${String(i).padStart(3, '0')}`);
    await store(suite.database, withConditions(1, many, ['Zeta 007']));
    await store(suite.database, withConditions(5, ['Zeta'], ['Zeta'], ['Zeta 299']));
    expect(await namesOf('CONDITION', 'zeta', 3)).toEqual(['Zeta', 'Zeta 007', 'Zeta 000']);
  });

  describe('take any text for text', () => {
    const NAMED = [
      'Alpha_Beta Gene',
      'AlphaXBeta Gene',
      'Ménière’s Disease',
      '糖尿病',
      "O'Neil (50%) \\ test",
    ];
    beforeEach(() => store(suite.database, withConditions(1, NAMED)));

    it.each([
      ['alpha_', ['Alpha_Beta Gene']],
      ['50%', []],
      ['neil (50%', ["O'Neil (50%) \\ test"]],
      ["o'neil (50%) \\", ["O'Neil (50%) \\ test"]],
      ['MÉNIÈRE', ['Ménière’s Disease']],
      ['糖', ['糖尿病']],
      ['糖尿病', ['糖尿病']],
      ["a'; drop table study; --", []],
      ["'':*' | alp", ['AlphaXBeta Gene', 'Alpha_Beta Gene']],
      ['%alp', ['AlphaXBeta Gene', 'Alpha_Beta Gene']],
      ['💥 gene', ['AlphaXBeta Gene', 'Alpha_Beta Gene']],
    ])('%s', async (text, expected) => {
      expect(await namesOf('CONDITION', text)).toEqual(expected);
    });

    it.each(['x', '𝐀', 'é', '%a', 'a '])('as long as it may be, of %s', async unit => {
      const text = unit.repeat(1000 / unit.length);
      expect(await namesOf('CONDITION', text)).toEqual([]);
    });

    it('an underscore stands for itself within a name too', async () => {
      await store(suite.database, withConditions(6, ['The Q_R Sign', 'The QxR Sign'], ['The QxR Sign']));
      expect((await namesOf('CONDITION', 'q_r', 1))[0]).toBe('The Q_R Sign');
    });
  });

  it.each([
    [{ text: '' }, 'text'],
    [{ text: ' %_\\ ' }, 'text'],
    [{ text: 'x'.repeat(1001) }, 'text'],
    [{ text: 'nul\0' }, 'text'],
    [{ text: 'half \ud800' }, 'text'],
    [{ first: -1 }, 'first'],
    [{ first: 51 }, 'first'],
  ])('are refused where they cannot be: %#', async (given, argument) => {
    const { errors } = await suite.gateway.ask(SUGGEST, { kind: 'CONDITION', text: 'x', ...given });
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({
      path: ['suggest'],
      extensions: { code: 'BAD_USER_INPUT', argument },
    });
  });

  it('take two statements at the most, and one where enough names begin with the text', async () => {
    await store(suite.database, withConditions(1, ['Gout', 'Gouty Arthritis', 'Acute Gout']));
    let statements = 0;
    const counting = {
      ...suite.database,
      query: (async (...asked) => {
        statements++;
        return suite.database.query(...asked);
      }) as typeof suite.database.query,
    };
    const suggestions = createNameSuggestions(counting, async () => NOT_SYNCED);
    const taken = async (text: string, most: number) => {
      statements = 0;
      await suggestions.find({ kind: 'CONDITION', text, most });
      return statements;
    };
    expect(await taken('gout', 2)).toBe(1);
    expect(await taken('go', 10)).toBe(1);
    expect(await taken('gout', 3)).toBe(2);
    expect(await taken('guot', 10)).toBe(2);
  });
});
