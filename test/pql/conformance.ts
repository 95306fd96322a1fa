import { readdirSync, readFileSync } from 'node:fs';

export { sameResult } from '../../src/cli/pql/rows.ts';

/** One row of the language's conformance file (pql.md section 12), or of the project's own in the same form. */
export interface ConformanceRow {
  readonly id: string;
  readonly expression: string;
  readonly profile: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds; rows without one do not depend on it. */
  readonly now: number;
  readonly expect: { readonly value: unknown } | { readonly error: 'parse' | 'type' };
  readonly why: string;
}

const SPECIFICATION = new URL('../specification/pql-conformance.ndjson', import.meta.url);
const CASES = new URL('./cases/', import.meta.url);

/** Reads the conformance rows of the specification. */
export function conformanceRows(): readonly ConformanceRow[] {
  return rowsOf(SPECIFICATION);
}

/** Reads the project's own rows: corners of the specification that the conformance file leaves out. */
export function caseRows(): readonly ConformanceRow[] {
  return readdirSync(CASES).flatMap((name) => rowsOf(new URL(name, CASES)));
}

function rowsOf(file: URL): readonly ConformanceRow[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row = JSON.parse(line);
      return { ...row, now: Date.parse(row.now ?? '2024-05-15T12:30:45.500Z') };
    });
}
