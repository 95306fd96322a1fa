import type { AggregateName, Ast, Declaration } from '../ast.ts';
import type { Grammar } from './cursor.ts';
import { parseVariable } from './variable.ts';

const QUANTIFIERS: Readonly<Record<string, 'some' | 'all' | 'none' | 'one'>> = {
  exists: 'some',
  some: 'some',
  forall: 'all',
  all: 'all',
  none: 'none',
  one: 'one',
};

const NOT_A_VALUE: ReadonlySet<string> = new Set('and or in notin not like occurs over from where'.split(' '));

/** Reads `select …`, a quantifier, `let …` or a comprehension if one starts here (pql.md section 3.3). */
export function parsePrefixForm(grammar: Grammar): Ast | undefined {
  const { cursor } = grammar;
  const { keyword, start } = cursor.peek();
  if (keyword === 'let') return letForm(grammar);
  const declares = keyword !== '' && cursor.isName(1) && cursor.isKeyword('from', 2);
  if (declares && keyword === 'select') {
    cursor.take();
    return cursor.count({ kind: 'select', declarations: declarations(grammar), ...cursor.spanFrom(start) });
  }
  const quantifier = QUANTIFIERS[keyword];
  if (declares && quantifier !== undefined) {
    cursor.take();
    const declared = declarations(grammar);
    return cursor.count({ kind: 'quantification', quantifier, declarations: declared, ...cursor.spanFrom(start) });
  }
  return isAggregate(keyword) && startsComprehension(grammar, keyword) ? comprehension(grammar, keyword) : undefined;
}

function isAggregate(keyword: string): keyword is AggregateName {
  return ['sum', 'average', 'min', 'max', 'count'].includes(keyword);
}

function startsComprehension({ cursor }: Grammar, keyword: AggregateName): boolean {
  const next = cursor.peek(1);
  if (next.keyword === 'over') return keyword === 'count';
  if (next.kind === 'integer' || next.kind === 'double' || next.kind === 'parameter') return true;
  if (cursor.isName(1)) return !NOT_A_VALUE.has(next.keyword);
  return cursor.is('(', 1) && cursor.afterBracket(1)?.keyword === 'over';
}

function comprehension(grammar: Grammar, name: AggregateName): Ast {
  const { cursor } = grammar;
  const { start } = cursor.take();
  const value = cursor.isKeyword('over') ? {} : { value: grammar.additive() };
  cursor.expectKeyword('over');
  const declared = declarations(grammar);
  return cursor.count({ kind: 'aggregation', name, ...value, declarations: declared, ...cursor.spanFrom(start) });
}

function letForm(grammar: Grammar): Ast {
  const { cursor } = grammar;
  const { start } = cursor.take();
  const variable = parseVariable(cursor);
  cursor.expect('=');
  const value = grammar.additive();
  cursor.expectKeyword('in');
  const body = grammar.expression();
  return cursor.count({ kind: 'let', variable, value, body, ...cursor.spanFrom(start) });
}

function declarations(grammar: Grammar): readonly Declaration[] {
  const { cursor } = grammar;
  const limit = cursor.limits.declarations;
  const result = [declaration(grammar)];
  while (cursor.is(',') && cursor.isName(1) && cursor.isKeyword('from', 2)) {
    if (result.length >= limit) cursor.exceed('TOO_MANY_ITEMS', `declaration has too many elements, limit ${limit}`);
    cursor.take();
    result.push(declaration(grammar));
  }
  return result;
}

function declaration(grammar: Grammar): Declaration {
  const { cursor } = grammar;
  const variable = parseVariable(cursor);
  cursor.expectKeyword('from');
  const domain = grammar.postfix();
  const conditional = cursor.acceptKeyword('where') || cursor.accept(':');
  const condition = conditional ? { condition: grammar.expression() } : {};
  return { variable, domain, ...condition, ...cursor.spanFrom(variable.start) };
}
