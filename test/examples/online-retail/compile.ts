import type { RetailAudience } from '../../../examples/online-retail/audiences.ts';
import { check, parse } from '../../../src/pql/index.ts';
import type { Ir } from '../../../src/pql/ir.ts';
import { querySchema } from '../../../src/schema/union.ts';

/** The expression of an audience, with names in the place of ids. Throws where it is not valid. */
export function compile({ pql }: RetailAudience): Ir {
  const text = typeof pql === 'string' ? pql : pql((name) => name);
  const { ast, diagnostics } = parse(text);
  const checked = ast && check(ast, { schema: querySchema(), resultCheck: true, text });
  if (checked?.ir === undefined) throw new Error(JSON.stringify(checked?.diagnostics ?? diagnostics));
  return checked.ir;
}
