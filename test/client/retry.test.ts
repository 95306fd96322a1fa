import { describe, expect, it } from 'vitest';
import type { Method } from '../../src/client/index.ts';
import { clientFor, fastClock, type Reaction, scriptedServer } from './kit.ts';

const PATH = '/data/core/ups/segment/jobs';
const OK: Reaction = { status: 200, body: {} };
const busy = (headers = {}): Reaction => ({ status: 429, headers, body: { error_code: '429050', message: 'Busy' } });
const down = (status = 503, headers = {}): Reaction => ({ status, headers, body: 'Down' });

describe('a request that fails for a reason that passes', () => {
  it.each<[name: string, method: Method, script: readonly Reaction[], requests: number]>([
    ['a read that the server is too busy for', 'get', [busy(), OK], 2],
    ['a write that the server is too busy for', 'post', [busy({ 'retry-after': '1' }), OK], 2],
    ['a read while the store is away', 'get', [down(), down(), OK], 3],
    ['a read behind a proxy without its server', 'get', [down(502), down(504), OK], 3],
    ['a read whose connection breaks', 'get', ['break', OK], 2],
    ['an overwriting whose connection breaks', 'put', ['break', OK], 2],
  ])('is repeated: %s', async (_name, method, script, requests) => {
    await using server = await scriptedServer(...script);
    const { clock } = fastClock();
    await expect(clientFor(server.url, { clock }).request(method, PATH)).resolves.toMatchObject({ status: 200 });
    expect(server.received.length).toBe(requests);
  });

  it.each<[name: string, method: Method, reaction: Reaction]>([
    ['a creation that the server may have done before it failed', 'post', down()],
    ['a creation whose connection broke', 'post', 'break'],
    ['a patch, which may add to a list twice', 'patch', down()],
    ['a deletion, which removes the record of a job that the first one has cancelled', 'delete', 'break'],
    ['a read that is refused', 'get', { status: 404, body: {} }],
    ['a read that met a bug', 'get', { status: 500, body: {} }],
  ])('is not repeated: %s', async (_name, method, reaction) => {
    await using server = await scriptedServer(reaction, OK);
    const { clock } = fastClock();
    await expect(clientFor(server.url, { clock }).request(method, PATH)).rejects.toThrow();
    expect(server.received.length).toBe(1);
  });

  it('repeats a read that had no answer in time', async () => {
    await using server = await scriptedServer('hang', OK);
    const { clock } = fastClock();
    await clientFor(server.url, { clock, timeoutMs: 200 }).get(PATH);
    expect(server.received.length).toBe(2);
  });

  it.each<[name: string, headers: Record<string, string>[], slept: number[]]>([
    ['longer each time', [{}, {}, {}], [250, 500, 1000]],
    ['for as many seconds as the server asks', [{ 'retry-after': '3' }, {}], [3000, 500]],
    ['until the time that the server asks for', [{ 'retry-after': 'Mon, 02 Mar 2026 08:00:07 GMT' }], [7000]],
    ['at least as long as without the wish of the server', [{ 'retry-after': '0' }], [250]],
    ['as usual for a wish that is none', [{ 'retry-after': 'soon' }], [250]],
  ])('waits %s', async (_name, headers, slept) => {
    await using server = await scriptedServer(...headers.map(busy), OK);
    const time = fastClock();
    await clientFor(server.url, { clock: time.clock }).get(PATH);
    expect(time.slept).toEqual(slept);
  });

  it('spreads the tries of several clients over half of the time', async () => {
    await using server = await scriptedServer(busy(), OK);
    const time = fastClock();
    await clientFor(server.url, { clock: time.clock, retry: { random: () => 0 } }).get(PATH);
    expect(time.slept).toEqual([125]);
  });

  it('gives up after the last try, and at once where the server asks for more time than there is', async () => {
    await using always = await scriptedServer(busy());
    const time = fastClock();
    await expect(clientFor(always.url, { clock: time.clock }).get(PATH)).rejects.toMatchObject({ code: '429050' });
    expect(always.received.length).toBe(4);
    await using later = await scriptedServer(busy({ 'retry-after': '31' }), OK);
    await expect(clientFor(later.url, { clock: time.clock }).get(PATH)).rejects.toMatchObject({ status: 429 });
    expect(later.received.length).toBe(1);
  });

  it('stops waiting when its signal is aborted', async () => {
    await using server = await scriptedServer(busy({ 'retry-after': '20' }));
    const abort = new AbortController();
    const random = () => {
      // When the waiting has begun.
      queueMicrotask(() => abort.abort(new Error('enough')));
      return 1;
    };
    const call = clientFor(server.url, { retry: { random } }).get(PATH, { signal: abort.signal });
    await expect(call).rejects.toThrow('enough');
  });

  it('sends a token that may be another with every try', async () => {
    await using server = await scriptedServer(busy(), OK);
    let tokens = 0;
    await clientFor(server.url, { clock: fastClock().clock, token: () => `t${++tokens}` }).get(PATH);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });
});
