import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedFile, sharedTests } from '../kit/shared.ts';
import type { Operation } from './contract/document.ts';
import { codeOf, envelopeProblems } from './contract/envelopes.ts';
import { callsOf } from './contract/inputs.ts';
import { stepOf } from './contract/steps/index.ts';
import { World } from './contract/world.ts';

const SEED = 20261122;
/** Requests to each operation; `HTTP_FUZZ_RUNS` asks for more. */
const RUNS = Number(process.env.HTTP_FUZZ_RUNS ?? 50);
/** Milliseconds within which every request must be answered. */
const PATIENCE = 5_000;

const world = await World.open();
afterAll(() => world[Symbol.asyncDispose]());

/** The pages of the specification that name the codes of the resources below a path; the first that fits counts. */
const PAGES: readonly (readonly [path: string, pages: readonly string[]])[] = [
  ['/data/core/ups/search/', ['api-search.md']],
  ['/data/core/ups/audiences', ['api-audiences.md', 'api-segmentation.md']],
  ['/data/core/ais/', []],
  ['/data/core/ups/segment/', ['api-segmentation.md']],
  ['/data/core/ups/', ['api-segmentation.md', 'profile-store.md']],
  ['/data/foundation/', ['profile-store.md']],
  ['/secant/', ['api-segmentation.md']],
];
/** The specification gives these refusals a status only (api-search.md section 3.3). */
const FOLDER_CODES = ['UPAPI-900602-409', 'UPAPI-900603-400'];
/** Of the checks before every operation (api-conventions.md section 2.1), of values and of resources (section 6). */
const COMMON =
  /^(40\d{4}|UPAPI-113000-404|UPAPI-90001[0-5]-4\d\d|BadRequestError|UPLIB-101206-500|UPAPI-9000(01|03|30|50|52|70)-4\d\d)$/;
const AIS = /^1009\d\d-4\d\d$/;
/** Answers in envelopes without a code: profiles. */
const STATUS = /^4(00|04|22)$/;

const read = (page: string) => readFile(sharedFile(`spec/${page}`), 'utf8');

/** Tells which codes an operation may refuse with; any where the specification is left out. */
async function allowedCodes({ path }: Operation): Promise<(code: string) => boolean> {
  if (sharedTests.areLeftOut) return () => true;
  const [, pages = []] = PAGES.find(([start]) => path.startsWith(start)) ?? [];
  const texts = await Promise.all(pages.map(read));
  const named = new Set(texts.flatMap((text) => text.match(/\bUP(?:API|LIB)-\d{6}-\d{3}\b/g) ?? []));
  if (path.startsWith('/unifiedfolders/')) for (const code of FOLDER_CODES) named.add(code);
  if (path.endsWith('/bulk-get')) named.add('UPAPI-113015-400');
  const ownKind = path.startsWith('/data/core/ais/') ? AIS : path.endsWith('/access/entities') ? STATUS : undefined;
  return (code) => COMMON.test(code) || named.has(code) || ownKind?.test(code) === true;
}

describe.each(world.document.operations)('$name', (operation) => {
  it('answers whatever it is sent, as described and in time', async () => {
    const isAllowed = await allowedCodes(operation);
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
      if (answer.status < 400) continue;
      expect(envelopeProblems(answer), request).toEqual([]);
      const code = codeOf(answer.body);
      expect(isAllowed(code), `${code} for ${request}`).toBe(true);
    }
  });
});
