import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from '../support/database.ts';

describe.each(databases)('the $kind database', ({ kind, open }) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await open();
  });
  afterAll(() => test.dispose());

  it('answers', async () => {
    expect(test.database.kind).toBe(kind);
    await test.database.ping();
    expect(await test.database.query('select id from migration')).toEqual([{ id: '0001_study' }]);
  });

  it('reads values alike', async () => {
    const rows = await test.database.query(
      `select 9007199254740991::int8 as safe, 9007199254740993::int8 as wide, 1.50::numeric as exact,
        date '2024-02-29' as day, timestamptz '2024-02-29T12:00:00.5+02' as moment, timestamp '2024-02-29 12:00' as local,
        1.5::float8 as number, true as flag, null::text as nothing, array['a"b', null, 'c,d'] as texts,
        array[1, 2]::int8[] as wholes, '{"a":[1,37.566]}'::jsonb as record, '\\x00ff'::bytea as bytes`,
    );
    expect(rows).toEqual([
      {
        safe: 9007199254740991,
        wide: '9007199254740993',
        exact: '1.50',
        day: '2024-02-29',
        moment: new Date('2024-02-29T10:00:00.500Z'),
        local: '2024-02-29 12:00:00',
        number: 1.5,
        flag: true,
        nothing: null,
        texts: ['a"b', null, 'c,d'],
        wholes: [1, 2],
        record: { a: [1, 37.566] },
        bytes: Buffer.from([0, 255]),
      },
    ]);
  });
});
