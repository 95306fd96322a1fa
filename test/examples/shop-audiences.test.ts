import { beforeAll, describe, expect, it } from 'vitest';
import { type ExampleAudience, SHOP_AUDIENCES } from '../../examples/shop/audiences.ts';
import { generateShop } from '../../examples/shop/generator/shop.ts';
import { check, parse } from '../../src/pql/index.ts';
import { evaluate } from '../../src/pql/interpreter/interpreter.ts';
import type { QuerySchema } from '../../src/pql/types.ts';
import { truth } from '../../src/pql/values/value.ts';
import { inferFields } from '../../src/schema/infer/infer.ts';
import { querySchema } from '../../src/schema/union.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');

type Root = Record<string, unknown> & { readonly segmentMembership: { readonly ups: Record<string, object> } };

const records = (text: string): Record<string, unknown>[] =>
  text.split('\n').flatMap((line): Record<string, unknown>[] => (line === '' ? [] : [JSON.parse(line)]));

describe('the audiences of the shop', () => {
  const roots: Root[] = [];
  let schema: QuerySchema;
  beforeAll(() => {
    for (const { profile, events } of generateShop({ profiles: 4000, events: 80_000, seed: 1, now: NOW })) {
      roots.push({ ...records(profile)[0], xEvent: records(events), segmentMembership: { ups: {} } });
    }
    const fields = inferFields('profile', roots, []).fields;
    schema = querySchema(fields);
    for (const audience of SHOP_AUDIENCES) {
      const { ir } = checked(audience, schema);
      if (ir === undefined) continue;
      for (const root of roots) {
        if (truth(evaluate(ir, root, { now: NOW }))) root.segmentMembership.ups[audience.name] = { status: 'realized' };
      }
    }
  });

  it.each(SHOP_AUDIENCES)('$name is valid and has some members', (audience) => {
    const { diagnostics, warnings } = checked(audience, schema);
    expect({ diagnostics, warnings }).toEqual({ diagnostics: [], warnings: [] });
    const members = roots.filter((root) => audience.name in root.segmentMembership.ups).length;
    expect(members).toBeGreaterThan(0);
    expect(members).toBeLessThan(roots.length / 4);
  });

  it('have names and descriptions of their own', () => {
    expect(new Set(SHOP_AUDIENCES.map((audience) => audience.name)).size).toBe(SHOP_AUDIENCES.length);
    expect(new Set(SHOP_AUDIENCES.map((audience) => audience.description)).size).toBe(SHOP_AUDIENCES.length);
  });
});

/** With names in the place of ids. */
function checked({ pql }: ExampleAudience, schema: QuerySchema) {
  const text = typeof pql === 'string' ? pql : pql((name) => name);
  const { ast, diagnostics } = parse(text);
  return ast ? check(ast, { schema, resultCheck: true, text }) : { ir: undefined, diagnostics, warnings: [] };
}
