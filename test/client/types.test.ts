import { expectTypeOf, it } from 'vitest';
import {
  type Client,
  type Data,
  eachItem,
  type Item,
  type Schema,
  type waitForPreview,
  type waitForSegmentJob,
} from '../../src/client/index.ts';

// What the compiler says; nothing here is run.

const JOBS = '/data/core/ups/segment/jobs';
type Job = Schema<'SegmentJob'>;

it('answers are those of the operation', () => {
  expectTypeOf<Data<'get', `${typeof JOBS}/{id}`>>().toEqualTypeOf<Job>();
  expectTypeOf<Data<'get', typeof JOBS>['children']>().toEqualTypeOf<readonly Job[]>();
  expectTypeOf<Data<'delete', `${typeof JOBS}/{id}`>>().toEqualTypeOf<undefined>();
  expectTypeOf<Data<'get', '/metrics'>>().toEqualTypeOf<string>();
  expectTypeOf<Data<'post', `${typeof JOBS}/bulk-get`>['results'][string]>().toEqualTypeOf<Job | Schema<'ItemError'>>();
});

it('items are those of the list', () => {
  expectTypeOf<Item<typeof JOBS>>().toEqualTypeOf<Job>();
  expectTypeOf<Item<'/data/core/ups/segment/definitions'>>().toEqualTypeOf<Schema<'SegmentDefinition'>>();
  expectTypeOf<Item<'/data/core/ups/export/jobs'>>().toEqualTypeOf<Schema<'ExportJob'>>();
  expectTypeOf<Item<'/data/foundation/catalog/dataSets'>>().toExtend<Schema<'Dataset'> & { readonly id: string }>();
});

it('what is waited for has ended', () => {
  expectTypeOf<Awaited<ReturnType<typeof waitForSegmentJob>>['status']>().toEqualTypeOf<
    'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  >();
  expectTypeOf<Awaited<ReturnType<typeof waitForPreview>>['state']>().toEqualTypeOf<'RESULT_READY' | 'FAILED'>();
});

it('what an operation is not given is refused', () => {
  expectTypeOf((client: Client) => [
    client.get(JOBS),
    client.get(JOBS, { query: { status: 'FAILED', limit: 5 }, headers: { 'x-request-id': 'r' } }),
    client.get(`${JOBS}/{id}`, { path: { id: 'x' } }),
    // @ts-expect-error: the path has a parameter
    client.get(`${JOBS}/{id}`),
    // @ts-expect-error: there is no such path
    client.get('/data/core/ups/segment/job'),
    // @ts-expect-error: there is no such operation
    client.put(JOBS),
    // @ts-expect-error: there is no such parameter
    client.get(JOBS, { query: { state: 'FAILED' } }),
    // @ts-expect-error: there is no such status
    client.get(JOBS, { query: { status: 'DONE' } }),
    // @ts-expect-error: a read has no body
    client.get(JOBS, { body: {} }),
    // @ts-expect-error: there is no such part
    client.get(JOBS, { qurey: {} }),
    // @ts-expect-error: a creation has a body
    client.post('/data/core/ups/segment/definitions'),
    // @ts-expect-error: without an expression
    client.post('/data/core/ups/segment/definitions', { body: { name: 'A', schema: {} } }),
    // @ts-expect-error: no list
    eachItem(client, '/health'),
    // @ts-expect-error: the path has a parameter
    eachItem(client, '/secant/schedules/{id}/runs'),
  ]).toBeFunction();
});
