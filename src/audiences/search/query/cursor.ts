import { syntaxError } from './error.ts';

/** Characters that a query has other uses for (api-search.md section 7.1). */
const SPECIAL = new Set('+-&|!(){}[]^"~*?:\\/');
/** Special characters that are ordinary inside a term. */
const INSIDE = new Set('+-&|!/');
const SPACE = new Set(' \t\r\n\u3000');

export const isSpecial = (character: string): boolean => SPECIAL.has(character);
export const isSpace = (character: string): boolean => SPACE.has(character);

/** A term, an operator in letters, or a wildcard pattern, as it was scanned. */
export interface Word {
  /** As written, with escapes. */
  readonly raw: string;
  /** Texts without escapes between the wildcards; never empty, and no two texts follow each other. */
  readonly steps: readonly ('*' | '?' | { readonly text: string })[];
}

/** Position in the text of a query. */
export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The character here, or one after it; empty at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  accept(literal: string): boolean {
    if (!this.text.startsWith(literal, this.at)) return false;
    this.at += literal.length;
    return true;
  }

  /** Takes what a sticky expression matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }

  skipSpace(): void {
    while (isSpace(this.peek())) this.at += 1;
  }

  /** Takes `\` and the character after it; answers that character. */
  escaped(): string {
    const start = this.at;
    this.at += 1;
    const character = this.character();
    if (character === '') this.fail('nothing follows the escape character', start);
    return character;
  }

  /** Takes one character, which may be two code units. */
  character(): string {
    const code = this.text.codePointAt(this.at);
    const character = code === undefined ? '' : String.fromCodePoint(code);
    this.at += character.length;
    return character;
  }

  /** Takes the term or wildcard pattern that starts here, if one does. */
  word(): Word | undefined {
    const start = this.at;
    const steps: ('*' | '?' | { readonly text: string })[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') steps.push({ text });
      text = '';
    };
    for (;;) {
      const next = this.peek();
      if (next === '\\') text += this.escaped();
      else if (next === '*' || next === '?') {
        flush();
        steps.push(next);
        this.at += 1;
      } else if (this.#continues(next, this.at === start)) text += this.character();
      else break;
    }
    flush();
    return steps.length === 0 ? undefined : { raw: this.text.slice(start, this.at), steps };
  }

  #continues(next: string, first: boolean): boolean {
    if (next === '' || isSpace(next)) return false;
    if (!isSpecial(next)) return true;
    if (first) return next === '&' || next === '|';
    return INSIDE.has(next) || (next === '~' && !this.#atFuzzy());
  }

  /** Whether the `~` here ends a term: it is an operator only there. */
  #atFuzzy(): boolean {
    FUZZY.lastIndex = this.at;
    return FUZZY.test(this.text);
  }

  /** Takes `~` and the number after it, where they are an operator; the number may be empty. */
  fuzzy(): string | undefined {
    return this.match(FUZZY)?.[1];
  }

  fail(reason: string, at = this.at): never {
    throw syntaxError(this.text, reason, at);
  }

  /** Refuses what stands here. */
  unexpected(): never {
    const code = this.text.codePointAt(this.at);
    this.fail(code === undefined ? 'a clause is missing' : `unexpected '${String.fromCodePoint(code)}'`);
  }
}

const FUZZY = /~((?:\d+(?:\.\d+)?|\.\d+)?)(?=[ \t\r\n\u3000)^]|$)/y;
