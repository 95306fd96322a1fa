import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXTERNAL, startExternal } from './kit.ts';
import { type ListFile, ListModel, type Report, type Row } from './model.ts';

const KEY = 'CustomerAudienceUpload';
const HOUR = 3_600_000;
const PEOPLE = [0, 1, 2, 3, 4, 5, 6];
const EPOCH = 1_700_000_000;

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal({ maxRunsPerAudience: 1000, maxIngestionRuns: 10_000 });
});
afterAll(() => kit.api.close());

const row: fc.Arbitrary<Row> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('person' as const), person: fc.constantFrom(...PEOPLE) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('blank', 'empty', 'ragged', 'unusable') }) },
);

/** Puts a file under one of a few paths, in place of the one before. */
const drop = fc.record({
  do: fc.constant('drop' as const),
  name: fc.constantFrom('a.csv', 'b.CSV', 'c.csv', 'ignored.txt'),
  modified: fc.nat(3).map((seconds) => EPOCH + seconds),
  rows: fc.option(fc.array(row, { maxLength: 8 }), { freq: 12 }),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\ufeff'),
  quote: fc.boolean(),
});
const run = fc.record({
  do: fc.constant('run' as const),
  differential: fc.boolean(),
  start: fc.constantFrom(0, 0, 0, EPOCH + 1),
  end: fc.constantFrom(undefined, undefined, undefined, EPOCH + 1, EPOCH + 2),
});
const step = fc.oneof(
  { weight: 5, arbitrary: drop },
  { weight: 5, arbitrary: run },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      hours: fc.constantFrom(1, 24, 3 * 24, 12 * 24, 40 * 24),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('maintain' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('update' as const), ttlInDays: fc.integer({ min: 1, max: 20 }) }),
  },
);

type Drop = typeof drop extends fc.Arbitrary<infer T> ? T : never;

/** The text of a file; one without rows has an open quote and cannot be read. */
function contentOf({ lineBreak, mark, quote, rows }: Drop, email: (person: number) => string): string {
  const quoted = (text: string) => (quote ? `"${text}"` : text);
  const line = (one: Row, index: number): string => {
    if (one.kind === 'person') return `${index},${quoted(` ${email(one.person)}`)}`;
    return { blank: '', empty: `${index},${quoted(' ')}`, ragged: `${index},x,y`, unusable: `${index},anonymous` }[
      one.kind
    ];
  };
  const lines = (rows ?? []).map(line);
  const open = rows === null ? ['1,"open'] : [];
  return mark + ['score,email', ...lines, ...open].map((line) => `${line}${lineBreak}`).join('');
}

/** A run as the model reports it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are not typed in tests
function reportOf({ details, status }: any): Report {
  if (status !== 'SUCCESS') return { status };
  const [rows, profiles] = details;
  expect(rows.recordsIngested + rows.recordsFailed).toBe(rows.recordsRead);
  expect(profiles.newProfileFragments + profiles.existingProfileFragments).toBe(profiles.recordsIngested);
  return {
    status,
    read: rows.recordsRead,
    failed: rows.recordsFailed,
    failures: rows.failures ?? {},
    identities: profiles.recordsRead,
    created: profiles.newProfileFragments,
  };
}

/** `segmentMembership` of everybody. */
const shown = (email: (person: number) => string) => Promise.all(PEOPLE.map((person) => kit.membership(email(person))));

it('says of members, reports and expiry what a plain model says, whatever is done', { timeout: 300_000 }, async () => {
  const { api } = kit;
  let sequences = 0;
  await fc.assert(
    fc.asyncProperty(drop, run, fc.array(step, { minLength: 4, maxLength: 10 }), async (first, second, others) => {
      const name = `sequence-${++sequences}`;
      const email = (person: number) => `${name}-${person}@x.org`;
      await api.importProfiles([
        { identityMap: { CRMID: [{ id: name, primary: true }], Email: [{ id: email(0) }, { id: email(1) }] } },
        { identityMap: { Email: [{ id: email(2), primary: true }] } },
      ]);
      const known = new Map([
        [0, 'both'],
        [1, 'both'],
        [2, 'own'],
      ]);
      const id = await kit.create({ ttlInDays: 10, sourceSpec: { params: { path: name, type: 'folder' } } });
      const at = `${EXTERNAL}/${id}`;
      const model = new ListModel(known, 10);
      const files = new Map<string, ListFile>();
      await kit.drop(`${name}/.keep`, '');
      const { sandbox } = (await api.get(`/data/core/ups/audiences/${id}`)).body;
      const scope = { imsOrgId: api.imsOrgId, sandbox };

      for (const one of [first, second, ...others]) {
        const now = api.system.now();
        switch (one.do) {
          case 'drop': {
            const content = contentOf(one, email);
            const path = `${name}/${one.name}`;
            await kit.drop(path, content, one.modified);
            if (!one.name.endsWith('.txt')) {
              files.set(path, { path, modified: one.modified, content, rows: one.rows ?? undefined });
            }
            continue;
          }
          case 'run': {
            const { differential, end = Math.floor(now / 1000), start } = one;
            const report = await kit.run(id, {
              dataFilterStartTime: start,
              differentialIngestion: differential,
              ...(one.end !== undefined && { dataFilterEndTime: one.end }),
            });
            expect(reportOf(report)).toEqual(model.run([...files.values()], { differential, end, start }, now));
            break;
          }
          case 'advance':
            api.advance(one.hours * HOUR);
            break;
          case 'maintain':
            await api.system.segmentation.maintenance.submitDue(scope);
            await api.idle();
            break;
          case 'extend': {
            const { status } = await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined);
            await api.idle();
            expect(status).toBe(model.extend(now) ? 200 : 422);
            break;
          }
          case 'update':
            expect((await api.patch(at, { ttlInDays: one.ttlInDays })).status).toBe(200);
            model.update(one.ttlInDays, now);
        }
        const seen = api.system.now();
        expect(await shown(email), JSON.stringify(one)).toEqual(
          PEOPLE.map((person) => {
            const expected = model.entry(person, seen);
            return expected === null ? {} : expected && { [KEY]: { [id]: expected } };
          }),
        );
        const question = { expression: `inSegment("${id}")`, limit: 0, excludeOptOut: true };
        const { count } = await api.system.queries.ask(scope, question);
        expect(count, JSON.stringify(one)).toBe(model.members(seen).size);
      }

      expect((await api.delete(at)).status).toBe(204);
      await api.system.externalAudiences.settled();
      const isKnown = (person: number) => model.entry(person, api.system.now()) !== undefined;
      expect(await shown(email)).toEqual(PEOPLE.map((person) => (isKnown(person) ? {} : undefined)));
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
