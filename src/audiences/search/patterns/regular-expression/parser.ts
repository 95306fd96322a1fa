import { ANY_CHARACTER, type Characters, inverted, normalized } from './characters.ts';
import type { Pattern } from './pattern.ts';

/** Told why a pattern is not valid, and where in it. */
export type Refuse = (reason: string, at: number) => never;

const DEEPEST = 50;
const LONGEST_NUMBER = 10;

/**
 * Reads a regular expression of api-search.md section 7.8, which matches whole tokens: a `^` at its start and a `$` at
 * its end say nothing.
 */
export function parseRegularExpression(pattern: string, refuse: Refuse): Pattern {
  return new Parser(pattern.toLowerCase(), refuse).run();
}

class Parser {
  readonly #pattern: string;
  readonly #refuse: Refuse;
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, refuse: Refuse) {
    this.#pattern = pattern;
    this.#refuse = refuse;
    const escapes = /\\*(?=\$$)/.exec(pattern)?.[0].length ?? 0;
    this.#end = pattern.endsWith('$') && escapes % 2 === 0 ? pattern.length - 1 : pattern.length;
    this.#accept('^');
  }

  run(): Pattern {
    const pattern = this.#union();
    if (this.#at < this.#end) this.#refuse(`unexpected '${this.#peek()}' in the regular expression`, this.#at);
    return pattern;
  }

  #peek(): string {
    return this.#at < this.#end ? this.#pattern.charAt(this.#at) : '';
  }

  #accept(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #union(): Pattern {
    const items = [this.#intersection()];
    while (this.#accept('|')) items.push(this.#intersection());
    return together('union', items);
  }

  #intersection(): Pattern {
    const items = [this.#concatenation()];
    while (this.#accept('&')) items.push(this.#concatenation());
    return together('intersection', items);
  }

  #concatenation(): Pattern {
    const items: Pattern[] = [];
    while (!/^[|&)]?$/.test(this.#peek())) items.push(this.#repetition());
    return together('concatenation', items);
  }

  #repetition(): Pattern {
    const start = this.#at;
    let item = this.#complement();
    for (let levels = 1; ; levels += 1) {
      const times = this.#times();
      if (times === undefined) return item;
      if (levels > DEEPEST) this.#refuse('the regular expression repeats repetitions too often', start);
      item = { kind: 'repetition', item, ...times };
    }
  }

  #times(): { readonly least: number; readonly most: number } | undefined {
    const most = Number.POSITIVE_INFINITY;
    if (this.#accept('*')) return { least: 0, most };
    if (this.#accept('+')) return { least: 1, most };
    if (this.#accept('?')) return { least: 0, most: 1 };
    const start = this.#at;
    if (!this.#accept('{')) return undefined;
    const [text, from = '', comma, to = ''] = /^(\d{1,18})(,)?(\d{1,18})?\}/.exec(this.#rest()) ?? [''];
    const least = Number(from);
    const times = { least, most: comma === undefined ? least : to === '' ? most : Number(to) };
    if (text === '' || times.most < least) this.#refuse('a repetition is not valid', start);
    this.#at += text.length;
    return times;
  }

  #complement(): Pattern {
    let inverse = false;
    while (this.#accept('~')) inverse = !inverse;
    const item = this.#simple();
    return inverse ? { kind: 'complement', item } : item;
  }

  #simple(): Pattern {
    const start = this.#at;
    switch (this.#peek()) {
      case '.':
        this.#at += 1;
        return { kind: 'characters', characters: ANY_CHARACTER };
      case '@':
        this.#at += 1;
        return { kind: 'everything' };
      case '#':
        this.#at += 1;
        return { kind: 'nothing' };
      case '(':
        return this.#group();
      case '[':
        return { kind: 'characters', characters: this.#class() };
      case '<':
        return this.#interval();
      case '"':
        return this.#literal();
      case '':
      case '*':
      case '+':
      case '?':
      case '{':
      case '|':
      case '&':
      case ')':
        return this.#refuse('something is missing in the regular expression', start);
      default:
        return { kind: 'characters', characters: [this.#range(this.#character())] };
    }
  }

  #group(): Pattern {
    const start = this.#at;
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.#refuse(`the regular expression is nested deeper than ${DEEPEST} levels`, start);
    const inner = this.#union();
    this.#depth -= 1;
    if (!this.#accept(')')) this.#refuse('a parenthesis of the regular expression is not closed', start);
    return inner;
  }

  #class(): Characters {
    const start = this.#at;
    this.#at += 1;
    const inverse = this.#accept('^');
    const ranges: (readonly [number, number])[] = [];
    do {
      if (this.#peek() === '') this.#refuse('a character class is not closed', start);
      const from = this.#character();
      const ranged = this.#peek() === '-' && this.#pattern.charAt(this.#at + 1) !== ']';
      if (ranged) this.#at += 1;
      const range = this.#range(from, ranged ? this.#character() : from);
      if (range[1] < range[0]) this.#refuse('a range of a character class is not valid', start);
      ranges.push(range);
    } while (!this.#accept(']'));
    return inverse ? inverted(normalized(ranges)) : ranges;
  }

  #range(from: number, to = from): readonly [number, number] {
    return [from, to];
  }

  /** The code point here, or after `\`. */
  #character(): number {
    const start = this.#at;
    this.#accept('\\');
    const code = this.#at < this.#end ? this.#pattern.codePointAt(this.#at) : undefined;
    if (code === undefined) return this.#refuse('the regular expression ends too early', start);
    this.#at += String.fromCodePoint(code).length;
    return code;
  }

  #interval(): Pattern {
    const [text, one = '', other = ''] = /^<(\d+)-(\d+)>/.exec(this.#rest()) ?? [''];
    if (text === '' || Math.max(one.length, other.length) > LONGEST_NUMBER) {
      this.#refuse('an interval of numbers is not valid', this.#at);
    }
    this.#at += text.length;
    return { kind: 'interval', one, other };
  }

  #literal(): Pattern {
    const text = /^"([^"]*)"/.exec(this.#rest())?.[1];
    if (text === undefined) return this.#refuse('a quotation mark of the regular expression is not closed', this.#at);
    this.#at += text.length + 2;
    return { kind: 'literal', text: text.replaceAll('\\/', '/') };
  }

  #rest(): string {
    return this.#pattern.slice(this.#at, this.#end);
  }
}

/** A list of one is what it has. */
function together(kind: 'union' | 'intersection' | 'concatenation', items: readonly Pattern[]): Pattern {
  const [first, second] = items;
  return first !== undefined && second === undefined ? first : { kind, items };
}
