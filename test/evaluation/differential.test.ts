import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runBatch } from '../../src/evaluation/index.ts';
import { evaluate } from '../../src/pql/interpreter/interpreter.ts';
import { truth } from '../../src/pql/values/value.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { expressions, profiles } from './arbitrary.ts';
import { createTables, putProfiles, type TestProfile } from './tables.ts';
import { expression, layout, loaderOf, now, root } from './world.ts';

/** The numbers of the members of each expression, as a batch run decides them. */
async function members(columnar: Columnar, database: string, texts: readonly string[], data: readonly TestProfile[]) {
  const audiences = texts.map((text, index) => ({
    id: String(index),
    expression: expression(text),
    excludeOptOut: false,
  }));
  const run = { database, audiences, layout, now, runNo: 1, heads: new Map<string, number>(), rangeSize: 30 };
  const { failures, results } = await runBatch(columnar, run, loaderOf(data));
  expect(failures).toEqual([]);
  const rows = await columnar.query<{ id: string; members: number[] }>(
    'SELECT audience_id AS id, arraySort(bitmapToArray(groupBitmapMergeState(members))) AS members FROM membership_bitmaps GROUP BY id',
    { database },
  );
  const byId = new Map(rows.map((row) => [row.id, row.members]));
  const found = results.map(({ id, evaluation }) => ({ id, evaluation: evaluation.kind, members: byId.get(id) }));
  return new Map(found.map((result) => [texts[Number(result.id)], result] as const));
}

function expected(text: string, data: readonly TestProfile[]): readonly number[] {
  const ir = expression(text);
  return data.filter((profile) => truth(evaluate(ir, root(profile), { now }))).map(({ no }) => no);
}

describeColumnar('batch evaluation against the interpreter', (store) => {
  it('decides every random expression alike', async () => {
    const property = fc.asyncProperty(
      profiles(60),
      fc.array(expressions, { minLength: 150, maxLength: 150, size: 'max' }),
      async (data, texts) => {
        const database = 'differential';
        await createTables(store(), database, layout);
        await putProfiles(store(), database, layout, data);
        const found = await members(store(), database, [...new Set(texts)], data);
        for (const text of found.keys()) {
          if (text === undefined) continue;
          expect({ text, members: found.get(text)?.members }).toEqual({ text, members: expected(text, data) });
        }
        const pushed = [...found.values()].filter(({ evaluation }) => evaluation === 'pushdown').length;
        expect(pushed / found.size).toBeGreaterThan(0.8);
      },
    );
    await fc.assert(property, { numRuns: 4, endOnFailure: true, seed: 20261122 });
  });
});
