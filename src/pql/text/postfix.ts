import type { Ast } from '../ast.ts';
import { parseCall } from './arguments.ts';
import type { Grammar } from './cursor.ts';
import { parsePrimary } from './operands.ts';
import { placeholder } from './placeholder.ts';

/** Reads an operand with the steps, calls and brackets after it. */
export function parsePostfix(grammar: Grammar): Ast {
  const { cursor } = grammar;
  let object = parsePrimary(grammar);
  const { start } = object;
  for (;;) {
    if (cursor.accept('.')) object = step(grammar, object, start);
    else if (cursor.is('[')) object = bracket(grammar, object, start);
    else return object;
  }
}

function step(grammar: Grammar, object: Ast, start: number): Ast {
  const { cursor } = grammar;
  if (cursor.accept('*')) return cursor.count({ kind: 'wildcard', object, ...cursor.spanFrom(start) });
  if (!cursor.isName()) cursor.fail(['a name', "'*'"]);
  const name = cursor.take();
  if (!cursor.is('(')) return cursor.count({ kind: 'member', object, name: name.text, ...cursor.spanFrom(start) });
  return parseCall(grammar, name, [object], start);
}

function bracket(grammar: Grammar, object: Ast, start: number): Ast {
  const { cursor } = grammar;
  cursor.expect('[');
  if (cursor.is('*') && cursor.is(']', 1)) {
    cursor.take();
    cursor.take();
    return cursor.count({ kind: 'wildcard', object, ...cursor.spanFrom(start) });
  }
  const index = cursor.recover(() => grammar.expression(), placeholder(cursor.peek()));
  cursor.expect(']');
  return cursor.count({ kind: 'bracket', object, index, ...cursor.spanFrom(start) });
}
