import type { Ast, ChainElement } from '../ast.ts';
import type { CompareOp } from '../ir.ts';
import type { Cursor, Grammar } from './cursor.ts';
import { integer, parseTimePredicate } from './time.ts';
import { parseVariable } from './variable.ts';

const COMPARISONS: readonly CompareOp[] = ['=', '!=', '<', '<=', '>', '>='];

/** Reads `chain(list, path, [Element, …])` (pql.md section 9.2). */
export function parseChain(grammar: Grammar): Ast {
  const { cursor } = grammar;
  const { start } = cursor.take();
  cursor.expect('(');
  const collection = grammar.expression();
  cursor.expect(',');
  const timestamp = [fieldName(cursor)];
  while (cursor.accept('.')) timestamp.push(fieldName(cursor));
  cursor.expect(',');
  cursor.expect('[');
  const elements: ChainElement[] = [];
  do {
    const element = cursor.recover<ChainElement | undefined>(() => chainElement(grammar), undefined);
    if (element !== undefined) elements.push(element);
    if (elements.length > cursor.limits.chainElements) {
      cursor.exceed('TOO_MANY_ITEMS', `chain has too many elements, limit ${cursor.limits.chainElements}`);
    }
  } while (cursor.accept(','));
  cursor.expect(']');
  cursor.expect(')');
  return cursor.count({ kind: 'chain', collection, timestamp, elements, ...cursor.spanFrom(start) });
}

type Clauses = { -readonly [Name in 'when' | 'where' | 'count']: NonNullable<ChainElement[Name]> };

function fieldName(cursor: Cursor): string {
  if (!cursor.isName()) cursor.fail(['the timestamp path']);
  return cursor.take().text;
}

function chainElement(grammar: Grammar): ChainElement {
  const { cursor } = grammar;
  if (!cursor.is(':', 1)) cursor.fail(['a label'], 'an element reads label: WHAT(condition)');
  const label = parseVariable(cursor);
  cursor.expect(':');
  cursor.expectKeyword('what');
  const what = parenthesised(grammar, () => grammar.expression());
  const clauses: Partial<Clauses> = {};
  for (;;) {
    const { keyword } = cursor.peek();
    if (keyword !== 'when' && keyword !== 'where' && keyword !== 'count') break;
    if (keyword in clauses) cursor.fail(["','", "']'"], `${keyword.toUpperCase()} may appear once in an element`);
    cursor.take();
    if (keyword === 'when') clauses.when = parenthesised(grammar, () => parseTimePredicate(grammar));
    else if (keyword === 'where') clauses.where = parenthesised(grammar, () => grammar.expression());
    else clauses.count = parenthesised(grammar, () => count(cursor));
  }
  if (!cursor.is(',') && !cursor.is(']')) cursor.fail(["','", "']'"]);
  return { label, what, ...clauses, ...cursor.spanFrom(label.start) };
}

function parenthesised<T>({ cursor }: Grammar, parse: () => T): T {
  cursor.expect('(');
  const result = cursor.nested(parse);
  cursor.expect(')');
  return result;
}

function count(cursor: Cursor): { readonly op: CompareOp; readonly value: number } {
  const op = COMPARISONS.find((name) => cursor.is(name));
  if (op !== undefined) cursor.take();
  return { op: op ?? '>=', value: integer(cursor) };
}
