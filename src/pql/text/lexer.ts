import type { Complaint } from '../diagnostics.ts';
import { characterHint } from './hints.ts';
import { KEYWORDS } from './keywords.ts';
import { readString } from './strings.ts';
import type { Token, TokenKind } from './token.ts';

export interface Lexed {
  /** Ends with a token of kind `end`. Lexical errors are left out of it and stand in `complaints`. */
  readonly tokens: readonly Token[];
  /** For the index of an opening or closing bracket the index of its partner. */
  readonly partners: ReadonlyMap<number, number>;
  readonly complaints: readonly Complaint[];
}

const SPACE = /[ \t\r\n\f\u00A0]+/y;
const WORD = /[\p{L}_][\p{L}0-9_]*/uy;
const NUMBER = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const AFTER_NUMBER = /[\p{L}_0-9.]+/uy;
const PARAMETER = /\$[0-9]*/y;
const PUNCTUATION = /==|<>|&&|\|\||\+=|:=|=>|!=|<=|>=|[=<>+\-*/%!()[\]{},.:^]/y;
/** The largest integer literal. */
export const MAX_INTEGER = 9223372036854775807n;

/** Splits a pql/text expression into tokens (pql.md section 2). Linear in the length of the text. */
export function tokenize(text: string): Lexed {
  return new Lexer(text).run();
}

class Lexer {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private readonly complaints: Complaint[] = [];
  private readonly partners = new Map<number, number>();
  private readonly open: { readonly close: string; readonly index: number }[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(): Lexed {
    while (this.at < this.text.length) this.next();
    this.push('end', '<EOF>', this.at);
    return { tokens: this.tokens, partners: this.partners, complaints: this.complaints };
  }

  private next(): void {
    const start = this.at;
    if (this.match(SPACE) !== undefined) return;
    const char = this.text.charAt(start);
    if (char === '"' || char === "'") this.string();
    else if (char === '`') this.quoted();
    else if (char === '$') this.parameter();
    else if (char >= '0' && char <= '9') this.number();
    else if (this.text.startsWith('@{', start)) this.context();
    else if (!(char === '/' && this.comment())) this.wordOrPunctuation(start);
  }

  private wordOrPunctuation(start: number): void {
    const word = this.match(WORD);
    const punctuation = word === undefined ? this.match(PUNCTUATION) : undefined;
    if (word !== undefined) this.word(word, start);
    else if (punctuation !== undefined) this.punctuation(punctuation, start);
    else this.unknown(start);
  }

  /** Characters that start no token; neighbours make one error. */
  private unknown(start: number): void {
    const character = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
    this.at += character.length;
    const hint = characterHint(character);
    const last = this.complaints.at(-1);
    const joined = last !== undefined && last.span.end === start && last.hint === hint;
    if (joined) this.complaints.pop();
    this.error(joined ? last.span.start : start, this.at, hint);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private push(kind: TokenKind, text: string, start: number, keyword = ''): void {
    this.tokens.push({ kind, text, keyword, start, end: this.at });
  }

  private error(start: number, end: number, hint?: string): void {
    const reason = `token recognition error at: '${this.text.slice(start, Math.min(end, start + 40))}'`;
    const span = { start, end };
    this.complaints.push({ kind: 'parse', code: 'TOKEN', reason, span, ...(hint === undefined ? {} : { hint }) });
  }

  private word(text: string, start: number): void {
    const lower = text.length <= 12 ? text.toLowerCase() : '';
    this.push('word', text, start, KEYWORDS.has(lower) ? lower : '');
  }

  private punctuation(text: string, start: number): void {
    const index = this.tokens.length;
    const close = text === '(' ? ')' : text === '[' ? ']' : text === '{' ? '}' : undefined;
    if (close !== undefined) this.open.push({ close, index });
    if ((text === ')' || text === ']' || text === '}') && this.open.at(-1)?.close === text) {
      const opening = this.open.pop();
      if (opening !== undefined) {
        this.partners.set(opening.index, index);
        this.partners.set(index, opening.index);
      }
    }
    this.push('punct', text, start);
  }

  private comment(): boolean {
    const start = this.at;
    const rest = this.text.charAt(start + 1);
    if (rest !== '/' && rest !== '*') return false;
    const end = rest === '/' ? this.text.indexOf('\n', start) : this.text.indexOf('*/', start + 2);
    this.at = end === -1 ? this.text.length : rest === '/' ? end : end + 2;
    if (end === -1 && rest === '*') this.error(start, this.at, 'close the comment with */');
    return true;
  }

  private string(): void {
    const start = this.at;
    const { value, end, fault } = readString(this.text, start);
    this.at = end;
    if (fault !== undefined) this.error(fault.start, fault.end, fault.hint);
    this.push('string', value, start);
  }

  private quoted(): void {
    const start = this.at;
    const close = this.text.indexOf('`', start + 1);
    this.at = close === -1 ? this.text.length : close + 1;
    if (close === -1) this.error(start, this.at, 'close the name with `');
    else if (close === start + 1) this.error(start, this.at, 'a name between backquotes cannot be empty');
    this.push('quoted', this.text.slice(start + 1, close === -1 ? undefined : close), start);
  }

  private parameter(): void {
    const start = this.at;
    const text = this.match(PARAMETER) ?? '$';
    if (!/^\$[1-9][0-9]*$/.test(text)) this.error(start, this.at, 'parameters are numbered from $1');
    this.push('parameter', text, start);
  }

  private number(): void {
    const start = this.at;
    const text = this.match(NUMBER) ?? '';
    const integer = /^[0-9]+$/.test(text);
    if (integer && /[lL]/.test(this.text.charAt(this.at))) this.at += 1;
    const end = this.at;
    if (this.match(AFTER_NUMBER) !== undefined)
      this.error(start, this.at, 'a number must be followed by a space or an operator');
    else if (!Number.isFinite(Number(text))) this.error(start, end, 'the number is too large');
    else if (integer && BigInt(text) > MAX_INTEGER) this.error(start, end, `the largest integer is ${MAX_INTEGER}`);
    this.push(integer ? 'integer' : 'double', text, start);
  }

  private context(): void {
    const start = this.at;
    const close = this.text.indexOf('}', start);
    this.at = close === -1 ? this.text.length : close + 1;
    if (close === -1) this.error(start, this.at, 'close the context reference with }');
    this.push('context', this.text.slice(start + 2, close === -1 ? undefined : close), start);
  }
}
