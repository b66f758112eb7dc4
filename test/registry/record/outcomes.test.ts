import { expect, test } from 'vitest';
import { outcomesOf } from '../../../src/registry/record/outcomes.ts';
import { Study } from '../../../src/registry/record/study.ts';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

const record = aRecord({
  primaryOutcomes: [{ measure: 'Coughs per hour', timeFrame: 'Week 4', description: '**counted**' }],
  secondaryOutcomes: [{ measure: 'Nights slept', timeFrame: 'Week 4' }, { measure: 'Nights slept' }],
  otherOutcomes: [{ measure: 'Spoons used' }],
});
const measures = (types: string) => ask(record, `{ outcomes${types} { type measure } }`);

test('outcomes come primary first, then secondary, then other, each in record order', async () => {
  expect(await ask(record, '{ outcomes { type measure timeFrame description { text } } }')).toEqual({
    outcomes: [
      { type: 'PRIMARY', measure: 'Coughs per hour', timeFrame: 'Week 4', description: { text: 'counted' } },
      { type: 'SECONDARY', measure: 'Nights slept', timeFrame: 'Week 4', description: null },
      { type: 'SECONDARY', measure: 'Nights slept', timeFrame: null, description: null },
      { type: 'OTHER', measure: 'Spoons used', timeFrame: null, description: null },
    ],
  });
});

test('outcomes are narrowed to types, in whatever order these are named', async () => {
  const other = { type: 'OTHER', measure: 'Spoons used' };
  expect(await measures('(type: [OTHER, PRIMARY])')).toEqual({
    outcomes: [{ type: 'PRIMARY', measure: 'Coughs per hour' }, other],
  });
  expect(await measures('(type: OTHER)')).toEqual({ outcomes: [other] });
  expect(await measures('(type: [])')).toEqual({ outcomes: [] });
  expect(await ask(record, '{ outcomes(type: null) { type } }')).toEqual({
    outcomes: [{ type: 'PRIMARY' }, { type: 'SECONDARY' }, { type: 'SECONDARY' }, { type: 'OTHER' }],
  });
});

test('an outcome knows its place in the list of its type', () => {
  const places = outcomesOf(new Study(record)).map(({ kind, ordinal }) => [kind, ordinal]);
  expect(places).toEqual([
    ['PRIMARY', 0],
    ['SECONDARY', 0],
    ['SECONDARY', 1],
    ['OTHER', 0],
  ]);
});
