import { readFileSync } from 'node:fs';

/** One row of the language's conformance file (pql.md section 12). */
export interface ConformanceRow {
  readonly id: string;
  readonly expression: string;
  readonly profile: unknown;
  /** Epoch milliseconds; rows without one do not depend on it. */
  readonly now: number;
  readonly expect: { readonly value: unknown } | { readonly error: 'parse' | 'type' };
  readonly why: string;
}

const FILE = new URL('../../../shared/spec/pql-conformance.ndjson', import.meta.url);

/** Reads the conformance rows; fails if the specification is not beside the project. */
export function conformanceRows(): readonly ConformanceRow[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row = JSON.parse(line);
      return { ...row, now: Date.parse(row.now ?? '2024-05-15T12:30:45.500Z') };
    });
}

/** Equal as results: numbers within 1e-9, objects without key order, lists with order. */
export function sameResult(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return Math.abs(actual - expected) <= 1e-9;
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.length === expected.length && actual.every((item, index) => sameResult(item, expected[index]));
  }
  if (typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null) {
    const left = new Map<string, unknown>(Object.entries(actual));
    const right = new Map<string, unknown>(Object.entries(expected));
    return (
      left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameResult(value, right.get(key)))
    );
  }
  return actual === expected;
}
