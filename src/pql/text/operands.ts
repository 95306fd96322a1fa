import type { Ast } from '../ast.ts';
import { parseCall, parseItems } from './arguments.ts';
import { parseChain } from './chain.ts';
import type { Grammar } from './cursor.ts';
import { RESERVED_WORDS } from './keywords.ts';
import { placeholder } from './placeholder.ts';
import type { Token } from './token.ts';

const EXPRESSION = 'an expression';
const OPERATOR_WORDS: ReadonlySet<string> = new Set('and or in notin not like occurs over from where'.split(' '));

/** Reads one operand: a literal, a name, a group, a list, a call (pql.md section 3.1, `Primary`). */
export function parsePrimary(grammar: Grammar): Ast {
  const { cursor } = grammar;
  const token = cursor.peek();
  const span = { start: token.start, end: token.end };
  switch (token.kind) {
    case 'string':
      cursor.take();
      return cursor.count({ kind: 'literal', literal: 'string', value: token.text, ...span });
    case 'integer':
    case 'double':
      cursor.take();
      return cursor.count({ kind: 'literal', literal: token.kind, value: Number(token.text), ...span });
    case 'parameter':
      cursor.take();
      return cursor.count({ kind: 'parameter', position: Number(token.text.slice(1)), ...span });
    case 'context':
      cursor.take();
      return cursor.count({ kind: 'context', name: token.text, ...span });
    case 'word':
    case 'quoted':
      return word(grammar, token);
    case 'punct':
      return punctuation(grammar, token);
    default:
      return cursor.fail([EXPRESSION]);
  }
}

function punctuation(grammar: Grammar, token: Token): Ast {
  const { cursor } = grammar;
  switch (token.text) {
    case '(': {
      cursor.take();
      const inner = cursor.recover(() => grammar.expression(), placeholder(cursor.peek()));
      cursor.expect(')');
      return { ...inner, ...cursor.spanFrom(token.start) };
    }
    case '[': {
      cursor.take();
      const items = parseItems(grammar, ']');
      return cursor.count({ kind: 'list', items, ...cursor.spanFrom(token.start) });
    }
    case '{':
      return object(grammar);
    case '^':
      return up(grammar);
    case '.':
      return cursor.fail([EXPRESSION], cursor.peek(1).kind === 'integer' ? 'write 0.5 with its zero' : undefined);
    case '=':
      return cursor.fail([EXPRESSION], 'write = for equal, != for unequal');
    default:
      return cursor.fail([EXPRESSION]);
  }
}

function object(grammar: Grammar): Ast {
  const { cursor } = grammar;
  const { start } = cursor.expect('{');
  const entries = [];
  while (!cursor.is('}')) {
    const key = cursor.peek();
    if (key.kind !== 'string' && !cursor.isName()) cursor.fail(['a key', "'}'"]);
    cursor.take();
    cursor.expect(':');
    const value = cursor.recover(() => grammar.expression(), placeholder(cursor.peek()));
    entries.push({ name: key.text, value, ...cursor.spanFrom(key.start) });
    if (!cursor.accept(',')) break;
    if (cursor.is('}')) cursor.fail(['a key']);
  }
  cursor.expect('}');
  return cursor.count({ kind: 'object', entries, ...cursor.spanFrom(start) });
}

function up(grammar: Grammar): Ast {
  const { cursor } = grammar;
  const { start } = cursor.peek();
  let levels = 0;
  while (cursor.accept('^')) levels += 1;
  const up = cursor.count({ kind: 'up', levels, ...cursor.spanFrom(start) });
  const next = cursor.peek();
  const named = cursor.isName() && (next.start === up.end || !OPERATOR_WORDS.has(next.keyword));
  if (!named) return up;
  cursor.take();
  return cursor.count({ kind: 'member', object: up, name: next.text, ...cursor.spanFrom(start) });
}

function word(grammar: Grammar, token: Token): Ast {
  const { cursor } = grammar;
  const { keyword } = token;
  const span = { start: token.start, end: token.end };
  const called = cursor.is('(', 1);
  if (called && keyword === 'chain') return parseChain(grammar);
  const callable = keyword === 'in' || keyword === 'notin' || keyword === 'like' || !RESERVED_WORDS.has(keyword);
  if (called && callable) {
    cursor.take();
    return parseCall(grammar, { ...token, text: canonicalName(token) }, [], token.start);
  }
  if (!RESERVED_WORDS.has(keyword)) {
    cursor.take();
    return cursor.count({ kind: 'name', name: token.text, quoted: token.kind === 'quoted', ...span });
  }
  switch (keyword) {
    case 'true':
    case 'false':
      cursor.take();
      return cursor.count({ kind: 'literal', literal: 'boolean', value: keyword === 'true', ...span });
    case 'null':
      cursor.take();
      return cursor.count({ kind: 'literal', literal: 'null', value: null, ...span });
    case 'now':
    case 'today':
    case 'yesterday':
    case 'tomorrow':
      cursor.take();
      return cursor.count({ kind: 'call', name: keyword, nameSpan: span, args: [], ...span });
    case 'this':
      cursor.take();
      return cursor.count({ kind: 'this', ...span });
    case 'let':
      return cursor.fail([EXPRESSION], 'put a let form that is an operand in parentheses');
    default:
      return cursor.fail([EXPRESSION], `write \`${token.text}\` in backquotes if it is a field`);
  }
}

/** `if`, `in`, `notIn` and `like` are keywords, so any case of them names the function. */
function canonicalName(token: Token): string {
  if (token.keyword === 'notin') return 'notIn';
  return token.keyword === 'if' || token.keyword === 'in' || token.keyword === 'like' ? token.keyword : token.text;
}
