import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate, type Ir } from '../../../src/pql/index.ts';
import { createTables, putProfiles } from '../../evaluation/tables.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';
import { irOf } from '../query.ts';
import { typed, untyped } from './expressions.ts';
import { layout, now, profile, schema } from './scalars.ts';
import { type Readable, readable, readableValue } from './values.ts';

const DATABASE = 'scalars';

/** Characters of a statement: what many statements cost is their number, and what long ones cost grows faster than they. */
const STATEMENT = 50_000;

interface Question extends Readable {
  readonly text: string;
  readonly ir: Ir;
}

function question(text: string, ir: Ir): Question {
  const found = readable(ir, layout, now);
  if ('refusal' in found) throw new Error(`${text}: ${found.refusal}`);
  return { text, ir, ...found };
}

/** Questions in groups that one statement can hold. */
function groupsOf(questions: readonly Question[]): readonly (readonly Question[])[] {
  const groups: Question[][] = [];
  let size = STATEMENT;
  for (const one of questions) {
    const length = one.columns.join().length;
    size += length;
    if (size > STATEMENT) {
      groups.push([]);
      size = length;
    }
    groups.at(-1)?.push(one);
  }
  return groups;
}

/** Computes every value once, below the forms that read it more than once. */
function statement(group: readonly Question[]): string {
  const nameOf = (question: number) => (_: string, column: number) => `column_${question}_${column}`;
  const columns = group.flatMap(({ columns }, index) =>
    columns.map((sql, column) => `${sql} AS ${nameOf(index)(sql, column)}`),
  );
  const values = group.map(({ columns, shown }, index) => `${shown(columns.map(nameOf(index)))} AS value_${index}`);
  return `SELECT ${values.join(', ')} FROM (SELECT ${['profile_no', ...columns].join(',\n')} FROM profiles) ORDER BY profile_no`;
}

describeColumnar(
  'SQL gives the values of the interpreter',
  (store) => {
    it('for every scalar construct over awkward values', async () => {
      const groups = groupsOf([
        ...typed.map((text) => question(text, irOf(text, { schema }))),
        ...untyped.map((text) => question(text, irOf(text))),
      ]);
      const profiles = fc.array(profile, { minLength: 150, maxLength: 150, size: 'max' });
      const property = fc.asyncProperty(profiles, async (entities) => {
        await createTables(store(), DATABASE, layout);
        const rows = entities.map((entity, index) => ({ no: index + 1, entity }));
        await putProfiles(store(), DATABASE, layout, rows);
        for (const group of groups) {
          const found = await store().query<Record<string, string>>(statement(group), { database: DATABASE });
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
  },
  ['embedded'],
);
