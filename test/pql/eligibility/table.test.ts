import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EligibilityContext } from '../../../src/pql/eligibility/common.ts';
import { type Eligibility, eligibility } from '../../../src/pql/eligibility/eligibility.ts';
import { irOf } from '../query.ts';

/** The table of the specification, and what it leaves out in the same form. */
const TABLES = ['../../specification/eligibility.ndjson', './cases.ndjson'];
const rows = TABLES.flatMap((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line)),
);

function codes({ reasons }: Eligibility, method: 'streaming' | 'edge'): readonly string[] {
  return [...new Set(reasons[method].map((reason) => reason.code))];
}

describe('rows of the eligibility table', () => {
  it.each(rows)('$id $pql', (row) => {
    const ir = irOf(row.pql);
    const context: EligibilityContext = {
      schemaClass: row.schema,
      mergePolicyActiveOnEdge: row.mergePolicyActiveOnEdge,
      references: row.refs ?? {},
      entityPaths: row.entityPaths ?? [],
    };
    const current = eligibility(ir, context);
    const { batch, streaming, edge } = current;
    expect({ batch, streaming, edge }).toEqual(row.expected);
    expect({ streaming: codes(current, 'streaming'), edge: codes(current, 'edge') }).toEqual(row.reasons);
    for (const { span } of [...current.reasons.streaming, ...current.reasons.edge]) {
      expect(row.pql.slice(span.start, span.end)).not.toBe('');
    }
    const legacy = eligibility(ir, { ...context, rules: 'legacy' });
    expect({ streaming: legacy.streaming, edge: legacy.edge }).toEqual(row.legacy);
  });
});
