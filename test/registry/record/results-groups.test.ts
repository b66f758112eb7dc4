import { describe, expect, it } from 'vitest';
import type { StudyRecord } from '../../../src/registry/study-record.ts';
import { ask } from './ask-record.ts';
import { aRecordWithResults, aResult } from './results-record.ts';

const askResults = async (record: StudyRecord, selection: string) =>
  ((await ask(record, `{ results ${selection} }`)) as { results: unknown }).results;

describe('groups of results', () => {
  it('finds a group within its own outcome measure, though others use the same id', async () => {
    const other = aResult({
      title: 'Nights slept through',
      groups: [{ id: 'OG000', title: 'Everyone' }],
      denoms: [{ units: 'Participants', counts: [{ groupId: 'OG000', value: '120' }] }],
      classes: [],
      analyses: [],
    });
    const answer = await askResults(
      aRecordWithResults([aResult(), other]),
      '{ outcomeMeasures { denoms { counts { groupId value group { title } } } } }',
    );
    expect(answer).toEqual({
      outcomeMeasures: [
        {
          denoms: [
            {
              counts: [
                { groupId: 'OG000', value: '60', group: { title: ' Honey drops ' } },
                { groupId: 'OG001', value: '58', group: { title: 'Honey drops, safety set' } },
              ],
            },
          ],
        },
        { denoms: [{ counts: [{ groupId: 'OG000', value: '120', group: { title: 'Everyone' } }] }] },
      ],
    });
  });

  it('leads from figures of every module to their group', async () => {
    const group = 'group { groupId title }';
    const answer = await askResults(
      aRecordWithResults(),
      `{
        participantFlow { periods { milestones { achievements { numSubjects numUnits ${group} } } dropWithdraws { reasons { numSubjects ${group} } } } }
        baselineCharacteristics { measures { classes { categories { measurements { value ${group} } } } } }
        outcomeMeasures { classes { categories { measurements { value ${group} } } } }
        adverseEvents { seriousEvents { stats { numEvents group { groupId deathsNumAtRisk seriousNumAffected } } } }
      }`,
    );
    expect(answer).toEqual({
      participantFlow: {
        periods: [
          {
            milestones: [
              {
                achievements: [
                  { numSubjects: '60', numUnits: '120', group: { groupId: 'FG001', title: 'Plain drops' } },
                ],
              },
            ],
            dropWithdraws: [
              { reasons: [{ numSubjects: '1', group: { groupId: 'FG000', title: 'Honey drops' } }] },
            ],
          },
        ],
      },
      baselineCharacteristics: {
        measures: [
          {
            classes: [
              {
                categories: [
                  { measurements: [{ value: '44.0', group: { groupId: 'BG001', title: 'Total' } }] },
                ],
              },
            ],
          },
        ],
      },
      outcomeMeasures: [
        {
          classes: [
            {
              categories: [
                {
                  measurements: [
                    { value: '3.10', group: { groupId: 'OG000', title: ' Honey drops ' } },
                    { value: 'NA', group: { groupId: 'OG001', title: 'Honey drops, safety set' } },
                  ],
                },
              ],
            },
          ],
        },
      ],
      adverseEvents: {
        seriousEvents: [
          {
            stats: [
              { numEvents: 2, group: { groupId: 'EG001', deathsNumAtRisk: null, seriousNumAffected: 1 } },
              { numEvents: null, group: null },
            ],
          },
        ],
      },
    });
  });

  it('lists the groups of an analysis in its order and leaves out ids that no group has', async () => {
    const answer = await askResults(
      aRecordWithResults(),
      '{ outcomeMeasures { analyses { groupIds groups { title } } } }',
    );
    expect(answer).toEqual({
      outcomeMeasures: [
        {
          analyses: [
            {
              groupIds: ['OG001', 'OG000', 'OG009'],
              groups: [{ title: 'Honey drops, safety set' }, { title: ' Honey drops ' }],
            },
          ],
        },
      ],
    });
  });

  it('leads to the arm group of the same name, blanks aside, and never by number', async () => {
    const answer = await askResults(
      aRecordWithResults(),
      '{ outcomeMeasures { groups { arm { label interventions { name } } } } adverseEvents { eventGroups { arm { label } } } }',
    );
    expect(answer).toEqual({
      outcomeMeasures: [
        {
          groups: [
            { arm: { label: 'Honey drops', interventions: [{ name: 'Honey drops' }] } },
            { arm: null },
          ],
        },
      ],
      adverseEvents: { eventGroups: [{ arm: { label: 'Plain drops' } }, { arm: null }] },
    });
  });

  it('does not choose between arm groups of one name', async () => {
    const { protocolSection, ...rest } = aRecordWithResults() as unknown as { protocolSection: object };
    const armGroups = [
      { label: 'Plain drops', type: 'OTHER' },
      { label: 'Plain drops ' },
      { label: 'Honey drops' },
    ];
    const record = {
      ...rest,
      protocolSection: { ...protocolSection, armsInterventionsModule: { armGroups } },
    };
    const answer = await askResults(record, '{ participantFlow { groups { arm { label } } } }');
    expect(answer).toEqual({
      participantFlow: { groups: [{ arm: { label: 'Honey drops' } }, { arm: null }] },
    });
  });
});
