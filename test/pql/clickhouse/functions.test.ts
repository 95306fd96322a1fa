import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate, type Ir } from '../../../src/pql/index.ts';
import { createTables, putProfiles } from '../../evaluation/tables.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';
import { irOf } from '../query.ts';
import { typed, untyped } from './expressions.ts';
import { layout, now, profile, schema } from './scalars.ts';
import { readable, readableValue } from './values.ts';

const DATABASE = 'scalars';

/** Characters of a statement: the engine limits its parts. */
const STATEMENT = 100_000;

interface Column {
  readonly text: string;
  readonly ir: Ir;
  readonly sql: string;
}

function column(text: string, ir: Ir): Column {
  const found = readable(ir, layout, now);
  if ('refusal' in found) throw new Error(`${text}: ${found.refusal}`);
  return { text, ir, sql: found.sql };
}

/** Columns in groups that one statement can hold. */
function statements(columns: readonly Column[]): readonly (readonly Column[])[] {
  const groups: Column[][] = [];
  let size = STATEMENT;
  for (const one of columns) {
    size += one.sql.length;
    if (size > STATEMENT) {
      groups.push([]);
      size = one.sql.length;
    }
    groups.at(-1)?.push(one);
  }
  return groups;
}

describeColumnar('SQL gives the values of the interpreter', (store) => {
  it('for every scalar construct over awkward values', async () => {
    const columns = [
      ...typed.map((text) => column(text, irOf(text, { schema }))),
      ...untyped.map((text) => column(text, irOf(text))),
    ];
    const groups = statements(columns);
    const profiles = fc.array(profile, { minLength: 150, maxLength: 150, size: 'max' });
    const property = fc.asyncProperty(profiles, async (entities) => {
      await createTables(store(), DATABASE, layout);
      const rows = entities.map((entity, index) => ({ no: index + 1, entity }));
      await putProfiles(store(), DATABASE, layout, rows);
      for (const group of groups) {
        const selected = group.map(({ sql }, index) => `${sql} AS value_${index}`).join(',\n');
        const found = await store().query<Record<string, string>>(
          `SELECT ${selected} FROM profiles ORDER BY profile_no`,
          { database: DATABASE },
        );
        const differences = group.flatMap(({ text, ir }, index) =>
          entities.flatMap((entity, row) => {
            const expected = readableValue(evaluate(ir, entity, { now }));
            const actual = found[row]?.[`value_${index}`];
            return actual === expected ? [] : [{ text, entity, expected, actual }];
          }),
        );
        expect(differences).toEqual([]);
      }
    });
    await fc.assert(property, { numRuns: 1, endOnFailure: true });
  });
});
