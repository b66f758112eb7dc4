import { describe, expect, it } from 'vitest';
import { ask } from './ask-record.ts';
import { aRecordWithResults, aResult } from './results-record.ts';

const LINKS = `{
  outcomes { type timeFrame results { unitOfMeasure } }
  results { outcomeMeasures { unitOfMeasure outcome { type measure timeFrame } } }
}`;
const planned = (measure: string, timeFrame: string) => ({ measure, timeFrame });

describe('results and the outcome measures they belong to', () => {
  it('are joined by type, title and time frame', async () => {
    const record = aRecordWithResults(
      [
        aResult({ unitOfMeasure: 'a' }),
        aResult({ unitOfMeasure: 'b', timeFrame: 'Week 8' }),
        aResult({ unitOfMeasure: 'c', type: 'SECONDARY' }),
        aResult({ unitOfMeasure: 'd', type: 'POST_HOC' }),
        aResult({ unitOfMeasure: 'e', timeFrame: 'Week 12' }),
      ],
      {
        primaryOutcomes: [planned('Coughs per hour', 'Week 8'), planned('Coughs per hour', 'Week 4')],
        secondaryOutcomes: [planned('Coughs per hour', 'Week 4')],
      },
    );
    const primary = { type: 'PRIMARY', measure: 'Coughs per hour' };
    expect(await ask(record, LINKS)).toEqual({
      outcomes: [
        { type: 'PRIMARY', timeFrame: 'Week 8', results: [{ unitOfMeasure: 'b' }] },
        { type: 'PRIMARY', timeFrame: 'Week 4', results: [{ unitOfMeasure: 'a' }] },
        { type: 'SECONDARY', timeFrame: 'Week 4', results: [{ unitOfMeasure: 'c' }] },
      ],
      results: {
        outcomeMeasures: [
          { unitOfMeasure: 'a', outcome: { ...primary, timeFrame: 'Week 4' } },
          { unitOfMeasure: 'b', outcome: { ...primary, timeFrame: 'Week 8' } },
          { unitOfMeasure: 'c', outcome: { ...primary, type: 'SECONDARY', timeFrame: 'Week 4' } },
          { unitOfMeasure: 'd', outcome: null },
          { unitOfMeasure: 'e', outcome: null },
        ],
      },
    });
  });

  it('are joined in order where several are equal', async () => {
    const twin = { measure: 'Coughs per hour', timeFrame: 'Week 4' };
    const record = aRecordWithResults(
      ['a', 'b', 'c'].map(unitOfMeasure => aResult({ unitOfMeasure })),
      {
        primaryOutcomes: [
          { ...twin, description: 'by day' },
          { ...twin, description: 'by night' },
        ],
      },
    );
    const answer = await ask(
      record,
      '{ outcomes { description { text } results { unitOfMeasure } } results { outcomeMeasures { outcome { description { text } } } } }',
    );
    expect(answer).toEqual({
      outcomes: [
        { description: { text: 'by day' }, results: [{ unitOfMeasure: 'a' }] },
        { description: { text: 'by night' }, results: [{ unitOfMeasure: 'b' }] },
      ],
      results: {
        outcomeMeasures: [
          { outcome: { description: { text: 'by day' } } },
          { outcome: { description: { text: 'by night' } } },
          { outcome: null },
        ],
      },
    });
  });

  it('all belong to a single outcome measure that is reported in parts', async () => {
    const record = aRecordWithResults(['a', 'b'].map(unitOfMeasure => aResult({ unitOfMeasure })));
    expect(await ask(record, '{ outcomes { results { unitOfMeasure } } }')).toEqual({
      outcomes: [{ results: [{ unitOfMeasure: 'a' }, { unitOfMeasure: 'b' }] }],
    });
  });

  it('lead onwards: from an outcome measure through its results to a group and its arm group', async () => {
    const answer = await ask(
      aRecordWithResults(),
      '{ outcomes { results { classes { categories { measurements { value group { arm { label type } } } } } } } }',
    );
    expect(answer).toEqual({
      outcomes: [
        {
          results: [
            {
              classes: [
                {
                  categories: [
                    {
                      measurements: [
                        { value: '3.10', group: { arm: { label: 'Honey drops', type: 'EXPERIMENTAL' } } },
                        { value: 'NA', group: { arm: null } },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });
});
