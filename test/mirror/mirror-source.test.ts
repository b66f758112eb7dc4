import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMirrorSource } from '../../src/mirror/mirror.source.ts';
import { createStudyRepository, type StudyRepository } from '../../src/mirror/study.repository.ts';
import type { FoundRecord, StudySource } from '../../src/registry/study.source.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';

describe.each(databases)('stored studies on $kind', ({ open }) => {
  let test: TestDatabase;
  let repository: StudyRepository;
  let read: string[][];
  let source: StudySource;
  beforeEach(async () => {
    test = await open();
    repository = createStudyRepository(test.database);
    read = [];
    source = createMirrorSource(test.database, {
      versions: repository.versions,
      byIds: ids => {
        read.push([...ids]);
        return repository.byIds(ids);
      },
    });
  });
  afterEach(() => test.dispose());

  const write = (nctId: string, briefTitle: string, aliases?: string[]) =>
    repository.upsert([
      {
        nctId,
        record: aRecord({ nctId, briefTitle, ...(aliases && { aliases }) }),
        origin: 'MIRROR',
        fetchedAt: new Date(),
        registryDataTimestamp: null,
      },
    ]);
  const titleOf = async (id: string): Promise<unknown> => {
    const found = (await source.byIds([id], [])).get(id) as FoundRecord | undefined;
    return found && JSON.stringify(found.record).match(/"briefTitle":"([^"]*)"/)?.[1];
  };

  it('reads a record once while it stays the same, and anew after each write of it', async () => {
    await write('NCT10000001', 'First');
    expect([await titleOf('NCT10000001'), await titleOf('NCT10000001')]).toEqual(['First', 'First']);
    expect(read).toHaveLength(1);
    for (const title of ['Second', 'Third', 'First']) {
      await write('NCT10000001', title);
      expect(await titleOf('NCT10000001')).toBe(title);
    }
    expect(read).toHaveLength(4);
  });

  it('notices a record that is gone, and one that answers under another number', async () => {
    await write('NCT10000001', 'Survivor', ['NCT10000002']);
    expect(await titleOf('NCT10000002')).toBe('Survivor');
    expect(await titleOf('NCT10000001')).toBe('Survivor');
    expect(read).toEqual([['NCT10000002'], ['NCT10000001']]);
    await test.database.query('delete from study_alias');
    await test.database.query('delete from study');
    expect([await titleOf('NCT10000001'), await titleOf('NCT10000002')]).toEqual([undefined, undefined]);
  });
});
