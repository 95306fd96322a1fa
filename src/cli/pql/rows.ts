import { readFile } from 'node:fs/promises';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { CommandError } from '../failure.ts';

/** One line of a file of rules' tests (pql.md section 12): what an expression must come to for a profile. */
export const TestRow = Type.Object({
  id: Type.String(),
  expression: Type.String(),
  profile: Type.Record(Type.String(), Type.Unknown()),
  /** ISO instant; a row without one must not depend on it. */
  now: Type.Optional(Type.String({ format: 'date-time' })),
  expect: Type.Union([
    Type.Object({ value: Type.Unknown() }),
    Type.Object({ error: Type.Union([Type.Literal('parse'), Type.Literal('type')]) }),
  ]),
});
export type TestRow = Static<typeof TestRow>;

const Codes = Type.Array(Type.String());
const Referenced = Type.Object({
  origin: Type.String(),
  method: Type.Union([Type.Literal('batch'), Type.Literal('streaming'), Type.Literal('edge')]),
  profileOnly: Type.Boolean(),
  sameMergePolicy: Type.Boolean(),
});

/** One line of a file of eligibility tests (evaluation.md section 2.4). */
export const EligibilityRow = Type.Object({
  id: Type.String(),
  pql: Type.String(),
  schema: Type.String(),
  mergePolicyActiveOnEdge: Type.Boolean(),
  refs: Type.Optional(Type.Record(Type.String(), Referenced)),
  entityPaths: Type.Optional(Codes),
  expected: Type.Object({ batch: Type.Boolean(), streaming: Type.Boolean(), edge: Type.Boolean() }),
  reasons: Type.Object({ streaming: Codes, edge: Codes }),
  legacy: Type.Optional(Type.Object({ streaming: Type.Boolean(), edge: Type.Boolean() })),
});
export type EligibilityRow = Static<typeof EligibilityRow>;

/**
 * Reads a file of one JSON object a line; blank lines are skipped.
 *
 * @param row the shape of a line; members beside it are allowed
 * @throws CommandError with the line that cannot be read, and what is wrong with it
 */
export async function readRows<S extends TSchema>(path: string, row: S): Promise<readonly Static<S>[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = `${path}, line ${index + 1}`;
    const value = parsed(line, place);
    if (!Value.Check(row, value)) throw new CommandError(`${place}: ${faultOf(row, value)}.`);
    return [value];
  });
}

function faultOf(row: TSchema, value: unknown): string {
  const [fault] = Value.Errors(row, value);
  return `${fault?.instancePath.slice(1) || 'the row'} ${fault?.message ?? 'is not valid'}`;
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new CommandError(`${place}: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
}

/** Equal as results: numbers within 1e-9, objects without regard to the order of keys, lists in order. */
export function sameResult(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return Math.abs(actual - expected) <= 1e-9;
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.length === expected.length && actual.every((item, index) => sameResult(item, expected[index]));
  }
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return actual === expected;
  }
  const left = new Map<string, unknown>(Object.entries(actual));
  const right = Object.entries(expected);
  return left.size === right.length && right.every(([key, value]) => left.has(key) && sameResult(left.get(key), value));
}
