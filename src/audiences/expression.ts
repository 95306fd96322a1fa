import { ServiceError } from '../errors.ts';
import { type CompileResult, compileQuery, type Ir, messageOf, type QuerySchema } from '../pql/index.ts';
import type { Expression } from './definition.ts';

/** Parses and checks the expression of a definition against the union schema of its sandbox. */
export function compileExpression(expression: Expression, schema: QuerySchema, resultCheck = true): CompileResult {
  return compileQuery(expression.value, { format: expression.format, schema, resultCheck });
}

/**
 * The checked form of an expression.
 *
 * @param resultCheck false where the result need not decide membership: conversion
 * @throws ServiceError `UPAPI-900105-400`, one entry a diagnostic (pql.md section 11.4)
 */
export function checkedIr(expression: Expression, schema: QuerySchema, resultCheck = true): Ir {
  const { ir, diagnostics } = compileExpression(expression, schema, resultCheck);
  if (ir !== undefined) return ir;
  const [first = '', ...details] = diagnostics.map(messageOf);
  throw new ServiceError('UPAPI-900105-400', first, { details });
}
