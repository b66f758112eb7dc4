import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRegistryClient, type RegistryClient, type UpstreamCall } from '../../src/registry/client.ts';
import { MAX_URL_BYTES } from '../../src/registry/client-url.ts';
import {
  AnswerTooLarge,
  CursorExpired,
  RegistryMalformed,
  RegistryRejected,
} from '../../src/shared/errors.ts';
import { aRecord, records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';

const ALL = { params: {}, fields: [] };

let double: RegistryDouble;
let client: RegistryClient;
let calls: UpstreamCall[];

beforeEach(async () => {
  calls = [];
  double = await startRegistryDouble(records(3));
  client = createRegistryClient({ url: `${double.url}/`, onUpstreamCall: call => calls.push(call) });
});

afterEach(async () => {
  client.close();
  await double.close();
});

describe('asking', () => {
  it('sends the query under the names of the registry and reads the page', async () => {
    const page = await client.studies({
      params: { 'query.cond': '"cough"', sort: 'LastUpdatePostDate:desc' },
      fields: ['NCTId', 'protocolSection.designModule.phases'],
      pageSize: 2,
      countTotal: true,
    });

    expect(Object.fromEntries(double.requests[0]?.url.searchParams ?? [])).toEqual({
      'query.cond': '"cough"',
      sort: 'LastUpdatePostDate:desc',
      fields: 'NCTId|protocolSection.designModule.phases',
      pageSize: '2',
      countTotal: 'true',
    });
    expect(page).toEqual({
      studies: ['NCT10000001', 'NCT10000002'].map(nctId => ({
        protocolSection: { identificationModule: { nctId }, designModule: { phases: ['PHASE2'] } },
      })),
      nextPageToken: expect.any(String),
      totalCount: 3,
      etag: expect.any(String),
      bytes: expect.any(Number),
    });
  });

  it('leaves out what was not asked and gives the whole records', async () => {
    const page = await client.studies(ALL);
    expect(double.requests[0]?.url.search).toBe('');
    expect(page).toEqual({ studies: records(3), etag: expect.any(String), bytes: double.bytesSent });
  });

  it('walks the pages by their tokens', async () => {
    const first = await client.studies({ ...ALL, pageSize: 2 });
    const last = await client.studies({ ...ALL, pageSize: 2, pageToken: first.nextPageToken ?? '' });
    expect(first.studies).toHaveLength(2);
    expect(last.studies).toHaveLength(1);
    expect(last.nextPageToken).toBeUndefined();
  });

  it.each([
    'plus + and % and & and # and = and ?',
    'brackets [ ] ( ) and "quotes" and back\\slash',
    'ümläut, 糖尿病, emoji 🫁',
    'controls \u0000 \u001f \u007f \n',
    'half a pair \ud800 of surrogates',
  ])('lets %j arrive as it is', async text => {
    await client.studies({
      params: { 'query.term': `NOT "${text.replaceAll(/["\\]/g, '\\$&')}"` },
      fields: ['NCTId'],
    });
    const { search, searchParams } = double.requests[0]?.url ?? new URL(double.url);
    expect(search).not.toContain('+');
    const arrived = searchParams.get('query.term') ?? '';
    const whole = Buffer.from(text).toString();
    expect(arrived).toBe(`NOT "${whole.replaceAll(/["\\]/g, '\\$&')}"`);
  });

  it('reuses one connection and takes compressed answers', async () => {
    double.publish(records(100));
    for (let turn = 0; turn < 3; turn++) await client.studies({ ...ALL, pageSize: 100 });
    expect(new Set(double.requests.map(({ port }) => port)).size).toBe(1);
    expect(double.requests[0]?.headers['accept-encoding']).toBe('gzip');
    expect(double.bytesOnWire).toBeLessThan(double.bytesSent / 4);
  });

  it('says who asks', async () => {
    await client.size();
    expect(double.requests[0]?.headers['user-agent']).toMatch(/^Trialweave\/\d+\.\d+\.\d+/);

    const named = createRegistryClient({ url: double.url, userAgent: 'Trialweave/9 (+https://example.org)' });
    await named.size();
    named.close();
    const silent = createRegistryClient({ url: double.url, userAgent: '' });
    await silent.size();
    silent.close();

    expect(double.requests.map(({ headers }) => headers['user-agent']).slice(1)).toEqual([
      'Trialweave/9 (+https://example.org)',
      undefined,
    ]);
  });

  it('uses no proxy named in the environment', async () => {
    for (const name of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9');
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    try {
      await expect(client.size()).resolves.toMatchObject({ totalStudies: 3 });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('takes a URL that is too long for a mistake of the caller', async () => {
    const tooLong = client.studies({ params: { 'query.term': 'x'.repeat(MAX_URL_BYTES) }, fields: [] });
    await expect(tooLong).rejects.toThrow(/split the request/);
    await expect(tooLong).rejects.not.toHaveProperty('code');
    expect(double.requests).toHaveLength(0);
  });

  it('refuses an address that is none', () => {
    expect(() => createRegistryClient({ url: 'clinicaltrials.gov/api/v2' })).toThrow();
    expect(() => createRegistryClient({ url: 'ftp://clinicaltrials.gov/api/v2' })).toThrow(/HTTP/);
  });

  it('reports every attempt', async () => {
    double.fail({ status: 503 });
    await client.studies({ ...ALL, fields: ['NCTId'] });
    expect(calls).toEqual([
      { path: '/studies', status: 503, ms: expect.any(Number), bytes: 9, attempt: 1 },
      { path: '/studies', status: 200, ms: expect.any(Number), bytes: double.bytesSent - 9, attempt: 2 },
    ]);
  });
});

describe('an observer', () => {
  it('that fails does not spoil the answer', async () => {
    const watched = createRegistryClient({
      url: double.url,
      onUpstreamCall: () => {
        throw new Error('the counter is full');
      },
    });
    await expect(watched.size()).resolves.toMatchObject({ totalStudies: 3 });
    watched.close();
  });
});

describe('version and size', () => {
  it('asks for the version only if it changed', async () => {
    const first = await client.version();
    const second = await client.version();
    expect(first).toEqual({
      apiVersion: '2.0.5',
      dataTimestamp: '2026-10-07T09:00:06',
      etag: expect.any(String),
    });
    expect(second).toEqual(first);
    expect(double.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, first.etag]);
    expect(calls.map(({ status }) => status)).toEqual([200, 304]);
  });

  it('notices new data', async () => {
    const before = await client.version();
    double.publish(records(4), '2026-10-08T09:00:05');
    const after = await client.version();
    expect(after.dataTimestamp).toBe('2026-10-08T09:00:05');
    expect(after.etag).not.toBe(before.etag);
    await expect(client.version()).resolves.toEqual(after);
  });

  it('knows how much there is, also where the size of a record is not told', async () => {
    double.fail({ status: 200, body: '{"totalStudies":3}', contentType: 'application/json' });
    await expect(client.size()).resolves.toEqual({ totalStudies: 3 });
    const bytes = records(3).map(record => JSON.stringify(record).length);
    await expect(client.size()).resolves.toEqual({
      totalStudies: 3,
      averageSizeBytes: Math.round(bytes.reduce((sum, size) => sum + size) / 3),
    });
  });
});

describe('refusals', () => {
  it('names a refused request without repeating what the registry wrote', async () => {
    const error = await client
      .studies({ params: { 'filter.advanced': 'AREA[Secret' }, fields: [] })
      .catch(e => e);
    expect(error).toBeInstanceOf(RegistryRejected);
    expect(error).toMatchObject({ code: 'UPSTREAM_REJECTED', details: { status: 400 } });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/parsing|missing|EOF/);
    expect(String(error.cause)).toMatch(/Error parsing query in advanced filter/);
    expect(double.requests).toHaveLength(1);
  });

  it('tells a token of old data from other refusals', async () => {
    const { nextPageToken } = await client.studies({ ...ALL, pageSize: 1 });
    double.publish(records(3));
    const error = await client.studies({ ...ALL, pageSize: 1, pageToken: nextPageToken ?? '' }).catch(e => e);
    expect(error).toBeInstanceOf(CursorExpired);
    expect(error.code).toBe('CURSOR_EXPIRED');
    expect(double.requests).toHaveLength(2);
  });

  it('takes a plain 404 for a refusal, and one with a web page for a wrong address', async () => {
    double.fail({ status: 404, body: 'NCT number NCT99999999 not found' });
    await expect(client.studies(ALL)).rejects.toMatchObject({
      name: 'RegistryRejected',
      details: { status: 404 },
    });

    const lost = createRegistryClient({ url: `${double.url}/nowhere` });
    await expect(lost.size()).rejects.toMatchObject({ name: 'RegistryMalformed', details: { status: 404 } });
    lost.close();
  });
});

describe('answers that are not what they should be', () => {
  it.each([
    ['no list of studies', '{"studies":{}}'],
    ['no studies at all', '{}'],
    ['a study that is no object', '{"studies":[{},null]}'],
    ['a token that is no text', '{"studies":[],"nextPageToken":7}'],
    ['a count that is no number', '{"studies":[],"totalCount":"7"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['half an object', '{"studies":[{"protocolSection":'],
  ])('recognises %s', async (_, body) => {
    double.fail({ status: 200, body, contentType: 'application/json' });
    await expect(client.studies(ALL)).rejects.toBeInstanceOf(RegistryMalformed);
    expect(double.requests).toHaveLength(1);
  });

  it('recognises bytes that are no text', async () => {
    double.fail({
      status: 200,
      body: Buffer.from('{"studies":[{"a":"\xff"}]}', 'latin1'),
      contentType: 'application/json',
    });
    await expect(client.studies(ALL)).rejects.toBeInstanceOf(RegistryMalformed);
  });

  it.each(['{"dataTimestamp":"2026"}', '{"apiVersion":2}', '{"apiVersion":"2","dataTimestamp":1}'])(
    'recognises %s as no version',
    async body => {
      double.fail({ status: 200, body });
      await expect(client.version()).rejects.toBeInstanceOf(RegistryMalformed);
    },
  );

  it.each([
    '{"averageSizeBytes":1}',
    '{"totalStudies":-1,"averageSizeBytes":1}',
    '{"totalStudies":1,"averageSizeBytes":"1"}',
  ])('recognises %s as no size', async body => {
    double.fail({ status: 200, body });
    await expect(client.size()).rejects.toBeInstanceOf(RegistryMalformed);
  });

  it.each([
    [200, 'text/html'],
    [200, 'application/json'],
    [400, 'text/html'],
  ])('recognises a web page with status %i as %s', async (status, contentType) => {
    double.fail({ status, contentType, body: '\n<!doctype html><title>Maintenance</title>' });
    await expect(client.studies(ALL)).rejects.toBeInstanceOf(RegistryMalformed);
  });

  it('lets keys pass that it does not know', async () => {
    const drifted = aRecord({
      raw: { protocolSection: { tomorrowModule: { kept: [1, { two: 'three' }] } } },
    });
    double.publish([drifted]);
    expect((await client.studies(ALL)).studies).toEqual([drifted]);
  });

  it('takes no more bytes than it is allowed, however long the answer', async () => {
    const narrow = createRegistryClient({ url: double.url, maxResponseBytes: 300_000 });
    double.fail('huge');
    await expect(narrow.studies(ALL)).rejects.toBeInstanceOf(AnswerTooLarge);
    await vi.waitFor(() => expect(double.connections).toBe(0));
    // A compressed answer counts by what comes out of it.
    double.publish(records(200));
    await expect(narrow.studies({ ...ALL, pageSize: 200 })).rejects.toBeInstanceOf(AnswerTooLarge);
    expect(double.bytesOnWire).toBeLessThan(300_000);
    expect(double.requests).toHaveLength(2);
    await expect(narrow.studies({ ...ALL, pageSize: 20 })).resolves.toMatchObject({
      studies: { length: 20 },
    });
    narrow.close();
  });
});

describe('redirects', () => {
  it('follows one to the same origin', async () => {
    double.fail({ redirect: '/api/v2/stats/size' });
    await expect(client.size()).resolves.toMatchObject({ totalStudies: 3 });
    expect(double.requests).toHaveLength(2);
  });

  it('follows none to another origin', async () => {
    double.fail('redirect-elsewhere');
    await expect(client.size()).rejects.toMatchObject({
      name: 'RegistryMalformed',
      details: { status: 301 },
    });

    await using elsewhere = await startRegistryDouble(records(1));
    double.fail({ redirect: `${elsewhere.url}/stats/size` });
    await expect(client.size()).rejects.toBeInstanceOf(RegistryMalformed);
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('follows no more than a few', async () => {
    double.fail({ redirect: '/api/v2/stats/size' }, { times: 100 });
    await expect(client.size()).rejects.toBeInstanceOf(RegistryMalformed);
    expect(double.requests.length).toBeLessThan(6);
  });

  it('takes one that names no place for nonsense', async () => {
    double.fail({ redirect: 'http://[' });
    await expect(client.size()).rejects.toBeInstanceOf(RegistryMalformed);
  });
});
