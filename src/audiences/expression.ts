import { ServiceError } from '../errors.ts';
import { type CompileResult, compileQuery } from '../pql/compile.ts';
import { messageOf } from '../pql/diagnostics.ts';
import type { Ir } from '../pql/ir.ts';
import type { QuerySchema } from '../pql/types.ts';
import { walk } from '../pql/walk.ts';
import type { Expression } from './definition.ts';

/** Parses and checks the expression of a definition against the union schema of its sandbox. */
export function compileExpression(expression: Expression, schema: QuerySchema, resultCheck = true): CompileResult {
  return compileQuery(expression.value, { format: expression.format, schema, resultCheck });
}

/**
 * The checked form of an expression.
 *
 * @throws ServiceError `UPAPI-900105-400`, one entry a diagnostic (pql.md section 11.4)
 */
export function checkedIr(expression: Expression, schema: QuerySchema, resultCheck = true): Ir {
  const { ir, diagnostics } = compileExpression(expression, schema, resultCheck);
  if (ir !== undefined) return ir;
  const [first = '', ...details] = diagnostics.map(messageOf);
  throw new ServiceError('UPAPI-900105-400', first, { details });
}

/** Ids of the audiences that an expression reads by `inSegment`, each once, in order of appearance. */
export function audiencesRead(ir: Ir): readonly string[] {
  const ids = new Set<string>();
  walk(ir, (node) => {
    if (node.kind !== 'call' || node.name !== 'inSegment') return;
    const [id] = node.args;
    if (id?.kind === 'literal' && typeof id.value === 'string') ids.add(id.value);
  });
  return [...ids];
}
