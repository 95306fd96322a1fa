import { isQueryField, type QueryField } from '../fields.ts';
import { type Boosted, phraseAtom, rangeAtom, readBoost, regexAtom, wordAtom } from './atoms.ts';
import { Cursor } from './cursor.ts';
import { invalidQuery } from './error.ts';
import type { Clause, Group } from './tree.ts';

/** Limits of api-search.md section 7.11; lengths in characters. */
export const LIMITS = { length: 8192, clauses: 1024, nesting: 50 } as const;

/**
 * Reads a query (api-search.md sections 7.1 and 7.2); a blank one is an empty list. Linear in the length of the text.
 *
 * @throws ServiceError `UPAPI-900601-400`: syntax errors with their place, unknown fields, limits
 */
export function parseQuery(text: string): readonly Clause[] {
  if (text.length > LIMITS.length && [...text].length > LIMITS.length) {
    throw invalidQuery(`it is longer than ${LIMITS.length} characters`);
  }
  return new Parser(text).run();
}

type Conjunction = Clause['conjunction'];

class Parser {
  readonly #cursor: Cursor;
  #clauses = 0;
  #depth = 0;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  run(): readonly Clause[] {
    const clauses = this.#list();
    if (this.#cursor.peek() !== '') this.#cursor.unexpected();
    return clauses;
  }

  /** Clauses up to a closing parenthesis or the end. */
  #list(): readonly Clause[] {
    const cursor: Cursor = this.#cursor;
    const clauses: Clause[] = [];
    for (;;) {
      this.#skip();
      if (this.#ended()) return clauses;
      const start = cursor.at;
      const conjunction = this.#conjunction();
      if (conjunction !== undefined && clauses.length === 0) cursor.fail('an operator has no clause before it', start);
      clauses.push(this.#clause(conjunction));
    }
  }

  #ended(): boolean {
    return this.#cursor.peek() === '' || this.#cursor.peek() === ')';
  }

  /** Skips white space, and signs that stand alone. */
  #skip(): void {
    const cursor: Cursor = this.#cursor;
    cursor.skipSpace();
    while ('+-!'.includes(cursor.peek()) && /^[ \t\r\n\u3000]?$/.test(cursor.peek(1)) && cursor.peek() !== '') {
      cursor.at += 1;
      cursor.skipSpace();
    }
  }

  #conjunction(): Conjunction {
    const cursor: Cursor = this.#cursor;
    if (cursor.accept('&&')) return 'AND';
    if (cursor.accept('||')) return 'OR';
    return this.#operator('AND') ? 'AND' : this.#operator('OR') ? 'OR' : undefined;
  }

  /** Takes an operator in letters, which is a word by itself. */
  #operator(name: 'AND' | 'OR' | 'NOT'): boolean {
    const cursor: Cursor = this.#cursor;
    if (!cursor.text.startsWith(name, cursor.at)) return false;
    const start = cursor.at;
    if (cursor.word()?.raw === name) return true;
    cursor.at = start;
    return false;
  }

  #clause(conjunction: Conjunction): Clause {
    const cursor: Cursor = this.#cursor;
    if (conjunction !== undefined) this.#skip();
    const modifier = this.#modifier();
    const field = this.#field();
    if (field !== undefined) cursor.skipSpace();
    return {
      ...(conjunction !== undefined && { conjunction }),
      ...(modifier !== undefined && { modifier }),
      ...(field !== undefined && { field }),
      ...this.#body(),
    };
  }

  #modifier(): Clause['modifier'] {
    const cursor: Cursor = this.#cursor;
    if (cursor.accept('+')) return '+';
    if (cursor.accept('-') || cursor.accept('!')) return 'NOT';
    if (!this.#operator('NOT')) return undefined;
    this.#skip();
    return 'NOT';
  }

  #field(): QueryField | undefined {
    const cursor: Cursor = this.#cursor;
    const start = cursor.at;
    const word = cursor.word();
    if (word === undefined || cursor.peek() !== ':') {
      cursor.at = start;
      return undefined;
    }
    const [step, ...more] = word.steps;
    const name = step === '*' ? '*' : typeof step === 'object' ? step.text : undefined;
    if (isOperator(word.raw) || name === undefined || more.length > 0) cursor.fail('a field name is missing', start);
    cursor.at += 1;
    if (!isQueryField(name)) throw invalidQuery(`unknown field '${name}'`);
    return name;
  }

  #body(): Boosted | { readonly body: Group; readonly boost: number } {
    const cursor: Cursor = this.#cursor;
    if (cursor.peek() === '(') return this.#group();
    this.#clauses += 1;
    if (this.#clauses > LIMITS.clauses) throw invalidQuery(`it has more than ${LIMITS.clauses} clauses`);
    switch (cursor.peek()) {
      case '"':
        return phraseAtom(cursor);
      case '/':
        return regexAtom(cursor);
      case '[':
      case '{':
        return rangeAtom(cursor);
    }
    const start = cursor.at;
    const word = cursor.text.startsWith('&&', start) || cursor.text.startsWith('||', start) ? undefined : cursor.word();
    if (word === undefined) cursor.unexpected();
    if (isOperator(word.raw)) cursor.fail(`a clause is missing before '${word.raw}'`, start);
    return wordAtom(cursor, word);
  }

  #group(): { readonly body: Group; readonly boost: number } {
    const cursor: Cursor = this.#cursor;
    const start = cursor.at;
    cursor.at += 1;
    this.#depth += 1;
    if (this.#depth > LIMITS.nesting) throw invalidQuery(`it is nested deeper than ${LIMITS.nesting} levels`);
    const clauses = this.#list();
    this.#depth -= 1;
    if (!cursor.accept(')')) cursor.fail('the parenthesis is not closed', start);
    if (clauses.length === 0) cursor.fail('the parentheses are empty', start);
    return { body: { kind: 'group', clauses }, boost: readBoost(cursor) };
  }
}

const isOperator = (raw: string): boolean => raw === 'AND' || raw === 'OR' || raw === 'NOT';
