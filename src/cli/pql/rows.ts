import { readFile } from 'node:fs/promises';
import { CommandError } from '../failure.ts';

/** One line of a file of rules' tests (pql.md section 12): what an expression must come to for a profile. */
export interface TestRow {
  readonly id: string;
  readonly expression: string;
  readonly profile: unknown;
  /** ISO instant; a row without one must not depend on it. */
  readonly now?: string;
  readonly expect: { readonly value: unknown } | { readonly error: 'parse' | 'type' };
}

/** One line of a file of eligibility tests (evaluation.md section 2.4). */
export interface EligibilityRow {
  readonly id: string;
  readonly pql: string;
  readonly schema: string;
  readonly mergePolicyActiveOnEdge: boolean;
  readonly refs?: Readonly<
    Record<
      string,
      {
        readonly origin: string;
        readonly method: 'batch' | 'streaming' | 'edge';
        readonly profileOnly: boolean;
        readonly sameMergePolicy: boolean;
      }
    >
  >;
  readonly entityPaths?: readonly string[];
  readonly expected: { readonly batch: boolean; readonly streaming: boolean; readonly edge: boolean };
  readonly reasons: { readonly streaming: readonly string[]; readonly edge: readonly string[] };
  readonly legacy?: { readonly streaming: boolean; readonly edge: boolean };
}

/**
 * Reads a file of one JSON object a line; blank lines are skipped.
 *
 * @param isRow tells whether an object has the members of a row
 * @throws CommandError with the line that cannot be read
 */
export async function readRows<T>(path: string, isRow: (value: object) => value is T & object): Promise<readonly T[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parsed(line, `${path}, line ${index + 1}`);
    if (typeof value !== 'object' || value === null || !isRow(value)) {
      throw new CommandError(`${path}, line ${index + 1}: a member of the row is missing.`);
    }
    return [value];
  });
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new CommandError(`${place}: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
}

const has = (value: object, ...names: readonly string[]): boolean => names.every((name) => Object.hasOwn(value, name));

export const isTestRow = (value: object): value is TestRow => has(value, 'id', 'expression', 'profile', 'expect');

export const isEligibilityRow = (value: object): value is EligibilityRow =>
  has(value, 'id', 'pql', 'schema', 'mergePolicyActiveOnEdge', 'expected', 'reasons');

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
