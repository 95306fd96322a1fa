import type { Variable } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { isForbiddenVariable } from './keywords.ts';

/** Reads the name of a variable, a lambda parameter or a label; reserved words need backquotes. */
export function parseVariable(cursor: Cursor): Variable {
  const token = cursor.peek();
  const reserved = token.kind === 'word' && isForbiddenVariable(token.text);
  if (!cursor.isName() || reserved) {
    cursor.fail(['a variable name'], reserved ? `${token.text} is reserved; write it in backquotes` : undefined);
  }
  cursor.take();
  return { name: token.text, start: token.start, end: token.end };
}
