import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/shared/errors.ts';
import type { Database, Queryable } from '../../src/store/database.ts';
import { StatementFailed } from '../../src/store/store.errors.ts';
import { databases, type TestDatabase } from '../support/database.ts';

describe.each(databases)('the $kind database', ({ kind, open }) => {
  let test: TestDatabase;
  let database: Database;
  const names = async (): Promise<string[]> =>
    (await database.query<{ name: string }>('select name from thing order by name')).map(row => row.name);
  const add = (to: Queryable, name: string) => to.query('insert into thing (name) values ($1)', [name]);

  beforeAll(async () => {
    test = await open();
    database = test.database;
    await database.query(
      'create table thing (name text collate "C" primary key, checked boolean default true)',
    );
  });
  afterAll(() => test.dispose());

  it('answers', async () => {
    expect(database.kind).toBe(kind);
    await database.ping();
  });

  it('reads values alike', async () => {
    const rows = await database.query(
      `select 9007199254740991::int8 as safe, 9007199254740993::int8 as wide, 1.50::numeric as exact,
        date '2024-02-29' as day, timestamptz '2024-02-29T12:00:00.5+02' as moment, timestamp '2024-02-29 12:00' as local,
        1.5::float8 as number, true as flag, null::text as nothing, array['a"b', null, 'c,d'] as texts,
        array[1, null]::int8[] as wholes, '{"a":[1,37.566]}'::jsonb as record, '\\x00ff'::bytea as bytes,
        interval '1 day' as span, array[1.10]::numeric[] as exacts, array[date '2024-02-29'] as days`,
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
        wholes: [1, null],
        record: { a: [1, 37.566] },
        bytes: Buffer.from([0, 255]),
        span: '1 day',
        exacts: ['1.10'],
        days: ['2024-02-29'],
      },
    ]);
  });

  it('gives back what it was given', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter(each => !each.includes('\u0000'));
    const given = fc.record({
      text,
      texts: fc.array(fc.option(text)),
      json: fc.dictionary(
        text,
        fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
      ),
      whole: fc.maxSafeInteger(),
      number: fc.double({ noNaN: true }),
      moment: fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }),
      bytes: fc.uint8Array(),
      flag: fc.boolean(),
      nothing: fc.constant(null),
    });
    await fc.assert(
      fc.asyncProperty(given, async values => {
        const [row] = await database.query(
          `select $1::text as text, $2::text[] as texts, $3::jsonb as json, $4::int8 as whole, $5::float8 as number,
            $6::timestamptz as moment, $7::bytea as bytes, $8::boolean as flag, $9::text as nothing`,
          Object.values(values),
        );
        // PostgreSQL's jsonb knows one zero, and an own property named __proto__ is one like any other.
        expect(JSON.stringify(row)).toBe(
          JSON.stringify({ ...values, json: sortedAsJsonb(values.json), bytes: Buffer.from(values.bytes) }),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('takes undefined for null', async () => {
    expect(await database.query('select $1::text as value', [undefined])).toEqual([{ value: null }]);
  });

  it('serves the same statement again after its table has changed', async () => {
    await database.query('create table shifting (a integer)');
    const look = () => database.query('select * from shifting');
    await database.query('insert into shifting values (1)');
    expect(await look()).toEqual([{ a: 1 }]);
    await database.query('alter table shifting add column b integer');
    await look().catch(() => undefined);
    expect(await look()).toEqual([{ a: 1, b: null }]);
  });

  it('goes on after hundreds of different statements', async () => {
    for (let number = 0; number < 450; number++)
      expect(await database.query(`select ${number} as number`)).toEqual([{ number }]);
    expect(await database.query('select 0 as number')).toEqual([{ number: 0 }]);
  });

  it('names the kind of a failed statement, and nothing of its values', async () => {
    await add(database, 'twice');
    const failure = await add(database, 'twice').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StatementFailed);
    expect(failure).toMatchObject({ sqlState: '23505', constraint: 'thing_pkey' });
    expect((failure as Error).message).not.toContain('twice');
    for (const [text, sqlState] of [
      ['select from where', '42601'],
      ['select * from nowhere', '42P01'],
      ['select 1 / 0', '22012'],
      ['select 1; select 2', '42601'],
    ] as const)
      await expect(database.query(text)).rejects.toMatchObject({ name: 'StatementFailed', sqlState });
    await database.ping();
  });

  it('commits a transaction as a whole', async () => {
    const result = await database.transaction(async tx => {
      await add(tx, 'both 1');
      await add(tx, 'both 2');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await names()).toEqual(expect.arrayContaining(['both 1', 'both 2']));
  });

  it('rolls a rejected transaction back and rejects with its reason', async () => {
    const reason = new Error('changed my mind');
    const outcome = database.transaction(async tx => {
      await add(tx, 'never');
      throw reason;
    });
    await expect(outcome).rejects.toBe(reason);
    expect(await names()).not.toContain('never');
  });

  it('rolls back a transaction whose failed statement was overlooked', async () => {
    const outcome = database.transaction(async tx => {
      await add(tx, 'lost');
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(outcome).rejects.toMatchObject({ sqlState: '22012' });
    expect(await names()).not.toContain('lost');
  });

  it('commits after a failure that a savepoint has undone', async () => {
    await database.transaction(async tx => {
      await tx.query('savepoint before');
      await tx.query('select 1 / 0').catch(() => undefined);
      await tx.query('rollback to savepoint before');
      await add(tx, 'saved');
    });
    expect(await names()).toContain('saved');
  });

  it('refuses a statement with too few values, and goes on', async () => {
    await expect(database.query('select $1::int')).rejects.toBeInstanceOf(StatementFailed);
    await database.ping();
  });

  it('does not mix what runs at the same time', async () => {
    const transfer = (name: string, fails: boolean) =>
      database.transaction(async tx => {
        await add(tx, `${name} 1`);
        await new Promise(resolve => setTimeout(resolve, 5));
        await add(tx, `${name} 2`);
        if (fails) throw new Error('no');
      });
    const started = Array.from({ length: 12 }, (_, index) => transfer(`mixed ${index}`, index % 3 === 0));
    const read = database.query('select 1 as one');
    await Promise.allSettled(started);
    expect(await read).toEqual([{ one: 1 }]);
    const kept = (await names()).filter(name => name.startsWith('mixed'));
    expect(kept).toHaveLength(16);
    expect(kept.filter(name => /mixed (0|3|6|9) /.test(name))).toEqual([]);
  });

  it('refuses a statement beside the transaction it is sent from', async () => {
    const inside = database.transaction(async () => database.query('select 1'));
    await expect(inside).rejects.toThrow('through its tx');
    const nested = database.transaction(async () => database.transaction(async () => 1));
    await expect(nested).rejects.toThrow('through its tx');
  });

  it('refuses a statement of a transaction that is over', async () => {
    let kept: Queryable | undefined;
    await database.transaction(async tx => {
      kept = tx;
    });
    await expect(kept!.query('select 1')).rejects.toThrow('over');
  });

  it('lets go of what a transaction started but did not wait for', async () => {
    let late: Promise<unknown> | undefined;
    await database.transaction(async () => {
      late = new Promise(resolve => setTimeout(resolve, 20)).then(() => database.query('select 1 as one'));
    });
    expect(await late).toEqual([{ one: 1 }]);
  });

  it('sorts by code point where C is said', async () => {
    const rows = await database.query<{ x: string }>(
      `select x from unnest(array['b', 'B', 'a', 'Z', 'ä']) as t (x) order by x collate "C"`,
    );
    expect(rows.map(row => row.x)).toEqual(['B', 'Z', 'a', 'b', 'ä']);
  });
});

describe.each(databases)('a closed $kind database', ({ open }) => {
  it('is unavailable', async () => {
    const { database, dispose } = await open();
    await database.close();
    await expect(database.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(database.transaction(async () => 1)).rejects.toBeInstanceOf(StoreUnavailable);
    await dispose();
  });
});

/** jsonb orders keys by length, then by bytes. */
const sortedAsJsonb = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).sort(
      ([a], [b]) =>
        Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b)),
    ),
  );
