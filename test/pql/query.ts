import { type CompileOptions, compileQuery } from '../../src/pql/index.ts';
import type { Ir } from '../../src/pql/ir.ts';

/** The intermediate representation of an expression that must be valid. */
export function irOf(expression: string, options: CompileOptions = {}): Ir {
  const { ir, diagnostics } = compileQuery(expression, options);
  if (ir === undefined) throw new Error(`${expression}: ${diagnostics.map((each) => each.reason).join('; ')}`);
  return ir;
}

/** A query without places, for comparing what different texts mean. */
export function withoutSpans(ir: Ir): unknown {
  return JSON.parse(JSON.stringify(ir, (key, value) => (key === 'span' ? undefined : value)));
}
