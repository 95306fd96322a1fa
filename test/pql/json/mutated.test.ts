import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery, type JsonNode, toTree } from '../../../src/pql/index.ts';
import { expressionOf } from '../arbitrary/expression.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { placesOf, replaced } from '../fuzz/places.ts';
import { irOf } from '../query.ts';

const trees = expressionOf(SAMPLE_SCHEMA).map((text): JsonNode => toTree(irOf(text)));
const intruders = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    undefined,
    'literal',
    'varRef',
    '',
    -1,
    1e30,
    { nodeType: 'varRef', varName: '_i1' },
    { nodeType: 'fieldLookup' },
  ),
);

describe('mutated pql/json', () => {
  it('is accepted or refused at a pointer, and never fails', () => {
    fc.assert(
      fc.property(trees, fc.nat(), intruders, (tree, at, intruder) => {
        const places = placesOf(tree);
        const mutated = replaced(tree, places[at % places.length] ?? [], intruder);
        const { ir, diagnostics } = compileQuery(JSON.stringify(mutated) ?? '', { format: 'pql/json' });
        expect(ir === undefined).toBe(diagnostics.length > 0);
        for (const diagnostic of diagnostics) expect(diagnostic.pointer).toMatch(/^(\/|$)/);
      }),
      { numRuns: 2000 },
    );
  });
});
