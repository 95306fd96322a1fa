import type { Ast } from '../ast.ts';
import type { Complaint } from '../diagnostics.ts';
import type { Span } from '../ir.ts';
import type { Limits } from '../limits.ts';
import type { Lexed } from './lexer.ts';
import type { Token } from './token.ts';

/** Ends the parsing of one construct after its error is recorded; caught by the nearest `recover`. */
class Unexpected extends Error {}

/** Ends all parsing: a limit is exceeded. */
class Exceeded extends Error {}

/** The entry points that the parts of the grammar call in each other. */
export interface Grammar {
  readonly cursor: Cursor;
  expression(): Ast;
  additive(): Ast;
  postfix(): Ast;
}

/** Position in the tokens, with the errors found so far and the limits. */
export class Cursor {
  private readonly source: string;
  private readonly lexed: Lexed;
  readonly limits: Limits;
  private readonly found: Complaint[];
  private readonly end: Token;
  private index = 0;
  private reportedAt = -1;
  private depth = 0;
  private nodeCount = 0;

  constructor(source: string, lexed: Lexed, limits: Limits) {
    this.source = source;
    this.lexed = lexed;
    this.limits = limits;
    this.found = [...lexed.complaints];
    this.end = { kind: 'end', text: '', keyword: '', start: source.length, end: source.length };
  }

  get complaints(): readonly Complaint[] {
    return this.found;
  }

  get nodes(): number {
    return this.nodeCount;
  }

  peek(ahead = 0): Token {
    return this.lexed.tokens[this.index + ahead] ?? this.end;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  /** The end of the token before the current one. */
  lastEnd(): number {
    return this.index === 0 ? 0 : (this.lexed.tokens[this.index - 1]?.end ?? 0);
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'punct' && token.text === text;
  }

  isKeyword(keyword: string, ahead = 0): boolean {
    return this.peek(ahead).keyword === keyword;
  }

  isName(ahead = 0): boolean {
    const { kind } = this.peek(ahead);
    return kind === 'word' || kind === 'quoted';
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.index += 1;
    return true;
  }

  acceptKeyword(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false;
    this.index += 1;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) this.fail([`'${text}'`]);
    return this.take();
  }

  expectKeyword(keyword: string): Token {
    if (!this.isKeyword(keyword)) this.fail([`'${keyword}'`]);
    return this.take();
  }

  /** The token after the partner of the bracket `ahead` tokens from here, if the bracket is closed. */
  afterBracket(ahead = 0): Token | undefined {
    const partner = this.lexed.partners.get(this.index + ahead);
    return partner === undefined ? undefined : this.lexed.tokens[partner + 1];
  }

  /** True if the bracket here encloses a comma of its own that does not continue variable declarations. */
  bracketHasComma(): boolean {
    const close = this.lexed.partners.get(this.index);
    if (close === undefined) return false;
    for (let at = this.index + 1; at < close; at += 1) {
      const token = this.lexed.tokens[at];
      if (token?.kind !== 'punct') continue;
      if (token.text === ',' && this.lexed.tokens[at + 2]?.keyword !== 'from') return true;
      at = Math.max(at, this.lexed.partners.get(at) ?? at);
    }
    return false;
  }

  /** Records an error at the current token and gives up the construct. */
  fail(expected: readonly string[], hint?: string): never {
    this.report(expected, hint);
    throw new Unexpected();
  }

  /** Records an error at the current token; a second one at the same token is not recorded. */
  report(expected: readonly string[], hint?: string): void {
    if (this.reportedAt === this.index) return;
    this.reportedAt = this.index;
    const token = this.peek();
    const what = expected.length === 1 ? expected[0] : `one of ${expected.join(', ')}`;
    this.found.push({
      kind: 'parse',
      code: 'MISMATCHED_INPUT',
      reason: `mismatched input '${this.textOf(token)}' expecting ${what}`,
      span: { start: token.start, end: token.end },
      expected,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Runs a part of the grammar; on an error skips to where an enclosing construct can go on. */
  recover<T>(parse: () => T, fallback: T): T {
    const { depth } = this;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Unexpected)) throw error;
      this.depth = depth;
      this.skip();
      return fallback;
    }
  }

  /** Runs the whole grammar; undefined after an error that nothing recovers from. */
  run<T>(parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (error instanceof Unexpected || error instanceof Exceeded) return undefined;
      throw error;
    }
  }

  /** Runs a nested construct one level deeper. */
  nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > this.limits.nesting + 1) this.exceed('TOO_DEEP', deepReason(this.limits.nesting));
    const result = parse();
    this.depth -= 1;
    return result;
  }

  /** Counts a node of the tree. */
  count<T extends Ast>(node: T): T {
    this.nodeCount += 1;
    if (this.nodeCount > this.limits.nodes) {
      this.exceed('TOO_MANY_NODES', `expression has too many nodes, limit ${this.limits.nodes}`);
    }
    return node;
  }

  exceed(code: 'TOO_DEEP' | 'TOO_MANY_NODES' | 'TOO_MANY_ITEMS', reason: string): never {
    const { start, end } = this.peek();
    this.found.push({ kind: 'parse', code, reason, span: { start, end } });
    throw new Exceeded();
  }

  spanFrom(start: number): Span {
    return { start, end: this.lastEnd() };
  }

  textOf(token: Token): string {
    return token.kind === 'end' ? '<EOF>' : this.source.slice(token.start, token.end);
  }

  /** Skips to a comma, a closing bracket, `and`, `or` or the end of the current bracket. */
  skip(): void {
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end' || token.keyword === 'and' || token.keyword === 'or') return;
      if (token.kind === 'punct' && /^[,)\]}]$/.test(token.text)) return;
      const partner = this.lexed.partners.get(this.index);
      this.index = partner === undefined || partner < this.index ? this.index + 1 : partner + 1;
    }
  }
}

export function deepReason(limit: number): string {
  return `expression is too deeply nested, limit ${limit}`;
}
