import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsOf } from './contract/inputs.ts';
import { codeOf } from './contract/refusals.ts';
import { stepOf } from './contract/steps/index.ts';
import { World } from './contract/world.ts';

const SEED = 20261122;
/** Requests to each operation; `HTTP_FUZZ_RUNS` asks for more. */
const RUNS = Number(process.env.HTTP_FUZZ_RUNS ?? 50);
/** Codes that the specification leaves to search and folders, and the title of envelope D, which has no code. */
const RESERVED = /^(UPAPI-9006\d\d-\d{3}|BadRequestError)$/;
/** Milliseconds within which every request must be answered. */
const PATIENCE = 5_000;

const world = await World.open();
afterAll(() => world[Symbol.asyncDispose]());

/** Every code that the specification names. */
async function documentedCodes(): Promise<ReadonlySet<string>> {
  const spec = new URL('../../../shared/spec/', import.meta.url);
  const files = ['api-conventions.md', 'api-audiences.md', 'api-search.md', 'api-segmentation.md', 'profile-store.md'];
  const pages = await Promise.all(files.map((file) => readFile(new URL(file, spec), 'utf8')));
  return new Set(pages.flatMap((page) => page.match(/\b(UPAPI|UPLIB)-\d{6}-\d{3}\b|\b\d{6}-\d{3}\b|\b\d{6}\b/g) ?? []));
}

describe.each(world.document.operations)('$name', (operation) => {
  let codes: ReadonlySet<string>;
  beforeAll(async () => {
    codes = await documentedCodes();
  });

  it('answers whatever it is sent, as described and in time', async () => {
    const valid = await stepOf(operation).valid(world);
    const calls = fc.sample(callsOf(operation, valid), { seed: SEED, numRuns: RUNS });
    for (const call of calls) {
      const started = performance.now();
      const answer = await world.send(operation, call);
      const request = JSON.stringify(call).slice(0, 1000);
      expect(performance.now() - started, request).toBeLessThan(PATIENCE);
      // A path that is not this operation's: an id with nothing in it, or one too long for the router.
      const elsewhere = Object.values(call.params ?? {}).some((id) => /^(|\.|\.\.|.{2001,})$/s.test(id));
      if (elsewhere) {
        expect(answer.status, request).toBeLessThan(500);
        continue;
      }
      expect(answer.status, `${request} answers ${answer.text}`).not.toBe(500);
      expect(world.document.problems(operation, answer), request).toEqual([]);
      const code = codeOf(answer.status < 400 ? undefined : answer.body);
      if (code !== '' && !RESERVED.test(code)) expect([...codes], request).toContain(code);
    }
  });
});
