import type { Ast } from '../ast.ts';
import type { Grammar } from './cursor.ts';
import { placeholder } from './placeholder.ts';
import type { Token } from './token.ts';

/** Reads the arguments of a call whose name is taken; a method call has its receiver before them. */
export function parseCall(grammar: Grammar, name: Token, receiver: readonly Ast[], start: number): Ast {
  const { cursor } = grammar;
  cursor.expect('(');
  const args = [...receiver, ...parseItems(grammar, ')')];
  const nameSpan = { start: name.start, end: name.end };
  return cursor.count({ kind: 'call', name: name.text, nameSpan, args, ...cursor.spanFrom(start) });
}

/** Expressions up to the closing bracket, which is taken. */
export function parseItems(grammar: Grammar, close: ')' | ']'): readonly Ast[] {
  const { cursor } = grammar;
  const items: Ast[] = [];
  if (cursor.accept(close)) return items;
  do {
    items.push(cursor.recover(() => grammar.expression(), placeholder(cursor.peek())));
    if (items.length > cursor.limits.listItems) {
      cursor.exceed('TOO_MANY_ITEMS', `list has too many elements, limit ${cursor.limits.listItems}`);
    }
  } while (cursor.accept(','));
  if (!cursor.is(close)) cursor.fail(["','", `'${close}'`]);
  cursor.take();
  return items;
}
