import type { Ast } from '../ast.ts';
import type { Complaint } from '../diagnostics.ts';
import type { Limits } from '../limits.ts';
import { parseItems } from './arguments.ts';
import { Cursor, deepReason, type Grammar } from './cursor.ts';
import { isDeeperThan } from './depth.ts';
import { SLIPS, trailingHint } from './hints.ts';
import { tokenize } from './lexer.ts';
import { placeholder } from './placeholder.ts';
import { parsePostfix } from './postfix.ts';
import { parsePrefixForm } from './prefix-forms.ts';
import { parseTimeTest } from './time.ts';
import type { Token } from './token.ts';
import { parseVariable } from './variable.ts';

export interface Parsed {
  /** Absent if there is any complaint. */
  readonly ast?: Ast;
  readonly complaints: readonly Complaint[];
}

/** Parses a pql/text expression (pql.md section 3). Reports as many errors as it can tell apart. */
export function parseText(text: string, limits: Limits): Parsed {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > limits.textBytes) {
    const reason = `expression is too long: ${bytes} bytes, limit ${limits.textBytes}`;
    return { complaints: [{ kind: 'parse', code: 'TOO_LONG', reason, span: { start: 0, end: 0 } }] };
  }
  const cursor = new Cursor(text, tokenize(text), limits);
  if (cursor.peek().kind === 'end' && cursor.complaints.length === 0) {
    const span = { start: 0, end: text.length };
    return { complaints: [{ kind: 'parse', code: 'EMPTY', reason: 'expression is empty', span }] };
  }
  const ast = cursor.run(() => new Parser(cursor).query());
  if (ast === undefined || cursor.complaints.length > 0) return { complaints: cursor.complaints };
  if (cursor.nodes > limits.steps && isDeeperThan(ast, limits.steps)) {
    const span = { start: ast.start, end: ast.end };
    return { complaints: [{ kind: 'parse', code: 'TOO_DEEP', reason: deepReason(limits.steps), span }] };
  }
  return { ast, complaints: [] };
}

const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

class Parser implements Grammar {
  readonly cursor: Cursor;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  query(): Ast {
    const { cursor } = this;
    const ast = cursor.recover(() => this.expression(), placeholder(cursor.peek()));
    while (cursor.peek().kind !== 'end') {
      cursor.report(['<EOF>'], trailingHint(cursor.peek(), cursor.peek(-1)));
      cursor.skip();
      while (cursor.accept(')') || cursor.accept(']') || cursor.accept('}')) cursor.skip();
      const joined = cursor.acceptKeyword('and') || cursor.acceptKeyword('or');
      if (joined) cursor.recover(() => this.expression(), ast);
      else cursor.accept(',');
    }
    return ast;
  }

  expression(): Ast {
    const { cursor } = this;
    return cursor.nested(() => (this.startsLambda() ? this.lambda() : this.or()));
  }

  private startsLambda(): boolean {
    const { cursor } = this;
    return cursor.is('(') && !cursor.is('(', 1) && arrowAfter(cursor.afterBracket());
  }

  private lambda(): Ast {
    const { cursor } = this;
    const { start } = cursor.expect('(');
    const params = [parseVariable(cursor)];
    while (cursor.accept(',')) params.push(parseVariable(cursor));
    cursor.expect(')');
    cursor.expect('=>');
    const body = this.startsLambda() ? this.expression() : this.or();
    return cursor.count({ kind: 'lambda', params, body, ...cursor.spanFrom(start) });
  }

  private or(): Ast {
    return this.logical('or', '||', () => this.and());
  }

  private and(): Ast {
    return this.logical('and', '&&', () => this.not());
  }

  private logical(kind: 'and' | 'or', slip: string, operand: () => Ast): Ast {
    const { cursor } = this;
    const { start } = cursor.peek();
    const operands = [cursor.recover(operand, placeholder(cursor.peek()))];
    for (;;) {
      if (cursor.is(slip)) {
        cursor.report([`'${kind}'`], `write ${kind}`);
        cursor.take();
      } else if (!cursor.acceptKeyword(kind)) break;
      operands.push(cursor.recover(operand, placeholder(cursor.peek())));
    }
    const [first] = operands;
    if (operands.length === 1 && first !== undefined) return first;
    return cursor.count({ kind, operands, ...cursor.spanFrom(start) });
  }

  private not(): Ast {
    const { cursor } = this;
    const { start } = cursor.peek();
    if (!cursor.acceptKeyword('not') && !cursor.accept('!')) return this.predicate();
    return cursor.nested(() => {
      const operand = this.not();
      return cursor.count({ kind: 'not', operand, ...cursor.spanFrom(start) });
    });
  }

  private predicate(): Ast {
    const form = parsePrefixForm(this);
    if (form !== undefined) return form;
    const { cursor } = this;
    const left = this.additive();
    const token = cursor.peek();
    if (token.kind === 'punct') {
      const slip = SLIPS[token.text];
      const op = slip?.op ?? token.text;
      if (!COMPARISONS.has(op)) return left;
      if (slip !== undefined) cursor.report([`'${op}'`], slip.hint);
      cursor.take();
      return this.binary(op, left, token, this.additive());
    }
    switch (token.keyword) {
      case 'in':
      case 'notin':
        cursor.take();
        return this.binary(token.keyword === 'in' ? 'in' : 'notIn', left, token, this.inList());
      case 'not':
        if (!cursor.isKeyword('in', 1)) return left;
        cursor.take();
        cursor.take();
        return this.binary('notIn', left, token, this.inList());
      case 'like':
        cursor.take();
        return this.binary('like', left, token, this.additive());
      case 'occurs': {
        cursor.take();
        const test = parseTimeTest(this);
        return cursor.count({ kind: 'occurs', subject: left, test, ...cursor.spanFrom(left.start) });
      }
      default:
        return left;
    }
  }

  private inList(): Ast {
    const { cursor } = this;
    if (!cursor.is('(') || !cursor.bracketHasComma()) return this.additive();
    const { start } = cursor.take();
    const items = parseItems(this, ')');
    return cursor.count({ kind: 'list', items, ...cursor.spanFrom(start) });
  }

  additive(): Ast {
    return this.operators(['+', '-'], () => this.operators(['*', '/', '%'], () => this.unary()));
  }

  private operators(ops: readonly string[], operand: () => Ast): Ast {
    const { cursor } = this;
    let left = operand();
    for (;;) {
      const token = cursor.peek();
      if (token.kind !== 'punct' || !ops.includes(token.text)) return left;
      cursor.take();
      left = this.binary(token.text, left, token, operand());
    }
  }

  private binary(name: string, left: Ast, { start, end }: Token, right: Ast): Ast {
    const nameSpan = { start, end };
    return this.cursor.count({ kind: 'call', name, nameSpan, args: [left, right], start: left.start, end: right.end });
  }

  private unary(): Ast {
    const { cursor } = this;
    if (!cursor.is('-')) return this.postfix();
    const { start, end } = cursor.take();
    return cursor.nested(() => {
      const operand = this.unary();
      const span = cursor.spanFrom(start);
      if (operand.kind === 'literal' && typeof operand.value === 'number') {
        return { ...operand, ...span, value: 0 - operand.value };
      }
      return cursor.count({ kind: 'call', name: '-', nameSpan: { start, end }, args: [operand], ...span });
    });
  }

  postfix(): Ast {
    return parsePostfix(this);
  }
}

function arrowAfter(token: Token | undefined): boolean {
  return token?.kind === 'punct' && token.text === '=>';
}
