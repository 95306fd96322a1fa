import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../kit/api.ts';
import { expectDescribed } from './described.ts';
import { type CallOptions, call } from './kit.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Record<string, unknown>[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: unknown }>>;
}

const OPEN = ['/health', '/openapi.json'];

describe('/openapi.json', () => {
  let api: Api;
  const send = (path: string, options?: CallOptions) => call(api.url + path, options);
  let operations: [name: string, operation: Operation][];
  let description: unknown;
  beforeAll(async () => {
    api = await startApi();
    const { body } = await send('/openapi.json', { headers: { authorization: undefined } });
    description = body;
    const { paths } = body as { paths: Record<string, Record<string, Operation>> };
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
    );
  });
  afterAll(() => api.close());

  it('lists the operations, without the answers to other methods', () => {
    const names = operations.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['get /health', 'get /openapi.json', 'get /metrics']));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => /^(options|trace) /.test(name))).toEqual([]);
  });

  it('describes every operation', () => {
    for (const [name, { summary, tags, responses }] of operations) {
      expect(summary, name).toMatch(/^[A-Z].*[^.]$/);
      expect(tags, name).toHaveLength(1);
      expect(
        Object.keys(responses).some((status) => status.startsWith('2')),
        name,
      ).toBe(true);
    }
  });

  it('names the credentials wherever they are asked for, and only the documented paths are open', async () => {
    const open = operations.filter(([, { security }]) => security?.length === 0).map(([name]) => name.split(' ')[1]);
    expect(open.toSorted()).toEqual(OPEN);
    for (const [name, { parameters, responses, security }] of operations) {
      if (security?.length === 0) continue;
      expect(Object.keys(security?.[0] ?? {}), name).toEqual(['token', 'apiKey', 'organization']);
      expect(
        parameters?.map((parameter) => parameter.name),
        name,
      ).toContain('x-sandbox-name');
      expect(Object.keys(responses), name).toEqual(
        expect.arrayContaining(['400', '401', '403', '404', '429', '500', '503']),
      );
    }
  });

  it('tells the truth about credentials', async () => {
    for (const [name, { security }] of operations) {
      const [method = '', path = ''] = name.split(' ');
      const headers = { authorization: undefined };
      const answer = await send(path.replace('{id}', 'x'), { method: method.toUpperCase(), headers });
      expect(answer.status === 403, name).toBe(security?.length !== 0);
    }
  });

  it('is what every read and every empty write is answered by', async () => {
    for (const [name] of operations) {
      const [method = '', template = ''] = name.split(' ');
      const path = template.replace('{id}', 'x');
      const body = method === 'post' ? '{}' : undefined;
      const answer = await send(path, { method: method.toUpperCase(), body });
      expectDescribed(description, method, path, answer);
    }
  });
});
