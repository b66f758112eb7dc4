import { type ExecutionResult, type GraphQLResolveInfo, type GraphQLSchema, graphql } from 'graphql';
import { Arg, buildSchema, Ctx, Info, Query, Resolver } from 'type-graphql';
import { expect } from 'vitest';
import { LocationFieldsResolver } from '../../../src/registry/location-fields.resolver.ts';
import { publishRecordTypes } from '../../../src/registry/mapping.ts';
import { projectionOf } from '../../../src/registry/projection.ts';
import { Study } from '../../../src/registry/record/study.ts';
import { StudyFieldsResolver } from '../../../src/registry/study-fields.resolver.ts';
import type { StudyRecord } from '../../../src/registry/study-record.ts';
import { project, wantedBy } from '../../support/registry-double-project.ts';

@Resolver()
class RecordResolver {
  @Query(() => Study)
  study(
    @Ctx() record: StudyRecord,
    @Info() info: GraphQLResolveInfo,
    @Arg('whole', () => Boolean) whole: boolean,
  ): Study {
    return new Study(whole ? record : projected(record, projectionOf(info)));
  }
}

/** What the registry would send, asked for these paths alone. */
function projected(record: StudyRecord, paths: readonly string[]): StudyRecord {
  if (paths.length === 0) return {};
  const fields = wantedBy(paths.join(','));
  if ('invalid' in fields) throw new Error(`The registry knows no field ${fields.invalid}`);
  return project(record, fields.wanted);
}

let built: Promise<GraphQLSchema> | undefined;
/** A schema of the record types alone; the request's context is the record that `study` answers from. */
export function recordSchema(): Promise<GraphQLSchema> {
  if (!built) publishRecordTypes();
  const resolvers = [RecordResolver, StudyFieldsResolver, LocationFieldsResolver] as const;
  built ??= buildSchema({ resolvers, validate: false });
  return built;
}

/** Answers a selection on `Study` from the whole record. */
export async function askWhole(record: StudyRecord, selection: string): Promise<ExecutionResult> {
  return answer(record, selection, true);
}

/** Answers a selection on `Study`, from the whole record and from what its projection fetches: both must be alike. */
export async function ask(record: StudyRecord, selection: string): Promise<unknown> {
  const whole = await answer(record, selection, true);
  expect(whole.errors).toBeUndefined();
  expect(await answer(record, selection, false)).toEqual(whole);
  return whole.data?.['study'];
}

async function answer(record: StudyRecord, selection: string, whole: boolean): Promise<ExecutionResult> {
  const source = `{ study(whole: ${whole}) ${selection} }`;
  const result = await graphql({ schema: await recordSchema(), source, contextValue: record });
  return JSON.parse(JSON.stringify(result)) as ExecutionResult;
}
