import fc, { type Arbitrary } from 'fast-check';
import { expect, it } from 'vitest';
import { runBatch } from '../../src/evaluation/index.ts';
import type { Layout } from '../../src/pql/clickhouse/layout.ts';
import { evaluate, type Ir, qualifies } from '../../src/pql/index.ts';
import type { ObjectNode } from '../../src/pql/types.ts';
import { attributeColumns } from '../../src/schema/columns.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { conditionOf } from '../pql/arbitrary/expression.ts';
import { NOW, profileOf } from '../pql/arbitrary/profile.ts';
import { SAMPLE_SCHEMA } from '../pql/arbitrary/schema.ts';
import { irOf } from '../pql/query.ts';
import { expressions, profiles } from './arbitrary.ts';
import { createTables, putProfiles, type TestProfile } from './tables.ts';
import { expression, layout, loaderOf, now, root } from './world.ts';

/** Random audiences over random profiles: what a batch run decides against what the interpreter says. */
interface Population {
  readonly name: string;
  readonly texts: Arbitrary<string>;
  readonly profiles: Arbitrary<readonly TestProfile[]>;
  readonly compile: (text: string) => Ir;
  readonly layout: Layout;
  readonly now: number;
  /** Share of the expressions that SQL decides, at least. */
  readonly pushedDown: number;
}

const KEPT_ELSEWHERE: readonly (string | undefined)[] = ['timestamp', '_id', 'segmentMembership'];

const columnsOf = (node: ObjectNode) =>
  attributeColumns(node).filter(({ path: [first] }) => !KEPT_ELSEWHERE.includes(first));

const populations: readonly Population[] = [
  {
    name: 'expressions that SQL can mostly decide',
    texts: expressions,
    profiles: profiles(60),
    compile: expression,
    layout,
    now,
    pushedDown: 0.7,
  },
  {
    name: 'expressions of the whole language',
    texts: conditionOf(SAMPLE_SCHEMA),
    profiles: fc.array(profileOf(SAMPLE_SCHEMA), { minLength: 60, maxLength: 60, size: 'max' }).map((list) =>
      list.map(({ xEvent, segmentMembership: _, ...entity }, index) => ({
        no: index + 1,
        entity,
        events: eventsOf(xEvent),
      })),
    ),
    compile: (text) => irOf(text, { schema: SAMPLE_SCHEMA }),
    layout: { profile: columnsOf(SAMPLE_SCHEMA.root), event: columnsOf(SAMPLE_SCHEMA.event) },
    now: NOW,
    pushedDown: 0.1,
  },
];

function eventsOf(events: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(events) ? events : [];
}

/** What a batch run decides for each expression: the numbers of the members, and whether in SQL. */
async function decide(
  columnar: Columnar,
  { compile, layout, now }: Population,
  texts: readonly string[],
  data: readonly TestProfile[],
) {
  const database = 'differential';
  await createTables(columnar, database, layout);
  await putProfiles(columnar, database, layout, data);
  const audiences = texts.map((text) => ({ id: text, expression: compile(text), excludeOptOut: false }));
  const run = { database, audiences, layout, now, runNo: 1, heads: new Map<string, number>(), rangeSize: 30 };
  const { failures, results } = await runBatch(columnar, run, loaderOf(data));
  expect(failures).toEqual([]);
  const rows = await columnar.query<{ id: string; members: number[] }>(
    `SELECT audience_id AS id, arraySort(bitmapToArray(groupBitmapMergeState(members))) AS members
     FROM membership_bitmaps GROUP BY id`,
    { database },
  );
  const pushedDown = results.filter(({ evaluation }) => evaluation.kind === 'pushdown').length / results.length;
  return { members: new Map(rows.map((row) => [row.id, row.members])), pushedDown };
}

describeColumnar('batch evaluation against the interpreter', (store) => {
  it.each(populations)(
    '$name',
    async (population) => {
      const texts = fc.uniqueArray(population.texts, { minLength: 100, maxLength: 100, size: 'max' });
      const property = fc.asyncProperty(population.profiles, texts, async (data, list) => {
        const { members, pushedDown } = await decide(store(), population, list, data);
        for (const text of list) {
          const ir = population.compile(text);
          const expected = data.filter((profile) => qualifies(evaluate(ir, root(profile), { now: population.now })));
          expect({ text, members: members.get(text) }).toEqual({ text, members: expected.map(({ no }) => no) });
        }
        expect(pushedDown).toBeGreaterThan(population.pushedDown);
      });
      await fc.assert(property, { numRuns: 2, endOnFailure: true });
    },
    120_000,
  );
});
