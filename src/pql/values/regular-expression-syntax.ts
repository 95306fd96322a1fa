/** A pattern of the supported subset (pql.md section 6.5), rewritten for RE2 engines. */
export interface TranslatedPattern {
  /** The pattern in RE2 syntax: linear-time engines and ClickHouse read it alike. */
  readonly pattern: string;
  /** Number of capturing groups. */
  readonly groups: number;
}

/** Why a pattern is refused. */
export interface PatternFault {
  readonly fault: string;
}

/**
 * Translates a regular expression as Java writes it to RE2 syntax. Refuses what is outside the supported subset:
 * back-references, look-around, possessive and atomic groups, quoting, class intersection and nested classes.
 * `.` does not match a line feed without `(?s)`; `\d`, `\w` and `\s` are ASCII.
 */
export function translatePattern(source: string): TranslatedPattern | PatternFault {
  const reader = new PatternReader(source);
  try {
    return reader.translate();
  } catch (error) {
    if (error instanceof Refused) return { fault: error.message };
    throw error;
  }
}

class Refused extends Error {}

const CONTROL: Readonly<Record<string, string>> = { a: '\\a', f: '\\f', t: '\\t', n: '\\n', r: '\\r', e: '\\x{1b}' };
const CATEGORY = /^(?:L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfosn]?)$/;

class PatternReader {
  private readonly source: string;
  private at = 0;
  private out = '';
  private groups = 0;

  constructor(source: string) {
    this.source = source;
  }

  translate(): TranslatedPattern {
    for (let flags = this.leadingFlags(); flags !== undefined; flags = this.leadingFlags()) this.out += flags;
    while (this.at < this.source.length) this.item();
    return { pattern: this.out, groups: this.groups };
  }

  private leadingFlags(): string | undefined {
    const flags = /^\(\?[ism]+\)/.exec(this.source.slice(this.at, this.at + 16))?.[0];
    if (flags !== undefined) this.at += flags.length;
    return flags;
  }

  private item(): void {
    const char = this.source.charAt(this.at);
    if (char === '\\') this.out += this.escape();
    else if (char === '[') this.characterClass();
    else if (char === '(') this.group();
    else if (char === '*' || char === '+' || char === '?') this.quantifier(char);
    else if (char === '{') this.quantifier(this.repetition());
    else {
      this.out += char === '}' || char === ']' ? `\\${char}` : char;
      this.at += 1;
    }
  }

  private repetition(): string {
    const repetition = /^\{\d+(?:,\d*)?\}/.exec(this.source.slice(this.at, this.at + 24))?.[0];
    if (repetition === undefined) throw new Refused('a { that is not a quantifier must be escaped');
    return repetition;
  }

  private quantifier(text: string): void {
    this.out += text;
    this.at += text.length;
    const next = this.source.charAt(this.at);
    if (next === '+') throw new Refused('possessive quantifiers are not supported');
    if (next === '?') {
      this.out += '?';
      this.at += 1;
    }
  }

  private group(): void {
    const rest = this.source.slice(this.at, this.at + 80);
    const named = /^\(\?<([A-Za-z][A-Za-z0-9]*)>/.exec(rest);
    if (named !== null) {
      this.groups += 1;
      this.out += `(?P<${named[1] ?? ''}>`;
      this.at += named[0].length;
    } else if (rest.startsWith('(?:')) {
      this.out += '(?:';
      this.at += 3;
    } else if (rest.startsWith('(?')) {
      throw new Refused(refusedGroup(rest));
    } else {
      this.groups += 1;
      this.out += '(';
      this.at += 1;
    }
  }

  /** Reads an escape; the same outside and inside of classes, where `\b` is refused by `characterClass`. */
  private escape(): string {
    const char = this.source.charAt(this.at + 1);
    this.at += 2;
    if (char === '') throw new Refused('the pattern ends with a backslash');
    if (/[dDwWsSbB]/.test(char)) return `\\${char}`;
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (char === 'p' || char === 'P') return this.category(char);
    if (char === 'x' || char === 'u') return this.codePoint(char);
    if (char === '0') return this.octal();
    if (/[1-9k]/.test(char)) throw new Refused('back-references are not supported');
    if (char === 'Q' || char === 'E') throw new Refused('\\Q…\\E is not supported');
    if (/[A-Za-z]/.test(char)) throw new Refused(`\\${char} is not supported`);
    return /[^\w\s]/.test(char) && char.charCodeAt(0) < 128 ? `\\${char}` : char;
  }

  private category(letter: string): string {
    const rest = this.source.slice(this.at, this.at + 24);
    const match = /^\{(?:Is)?([A-Za-z]+)\}|^([A-Z])/.exec(rest);
    const name = match?.[1] ?? match?.[2];
    if (match === null || name === undefined || !CATEGORY.test(name)) {
      throw new Refused(`unknown character category after \\${letter}`);
    }
    this.at += match[0].length;
    return `\\${letter}{${name}}`;
  }

  private codePoint(kind: string): string {
    const rest = this.source.slice(this.at, this.at + 12);
    const pattern = kind === 'u' ? /^([0-9a-fA-F]{4})/ : /^(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/;
    const match = pattern.exec(rest);
    if (match === null) throw new Refused(`\\${kind} needs hexadecimal digits`);
    this.at += match[0].length;
    return `\\x{${match[1] ?? match[2] ?? ''}}`;
  }

  private octal(): string {
    const match = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(this.source.slice(this.at, this.at + 3));
    if (match === null) throw new Refused('\\0 needs octal digits');
    this.at += match[0].length;
    return `\\x{${Number.parseInt(match[0], 8).toString(16)}}`;
  }

  private characterClass(): void {
    this.at += 1;
    this.out += '[';
    if (this.source.charAt(this.at) === '^') {
      this.out += '^';
      this.at += 1;
    }
    if (this.source.charAt(this.at) === ']') throw new Refused('an empty class is not supported; escape the ]');
    for (;;) {
      const char = this.source.charAt(this.at);
      if (char === '') throw new Refused('a class is not closed');
      if (char === ']') break;
      if (char === '[') throw new Refused('nested classes are not supported; escape the [');
      if (this.source.startsWith('&&', this.at)) throw new Refused('class intersection is not supported');
      if (char === '\\') {
        if (/[bB]/.test(this.source.charAt(this.at + 1))) throw new Refused('\\b is not supported in a class');
        this.out += this.escape();
      } else {
        this.out += char;
        this.at += 1;
      }
    }
    this.out += ']';
    this.at += 1;
  }
}

function refusedGroup(rest: string): string {
  if (/^\(\?<?[=!]/.test(rest)) return 'look-around is not supported';
  if (rest.startsWith('(?>')) return 'atomic groups are not supported';
  if (/^\(\?[a-zA-Z-]+[:)]/.test(rest)) return 'inline flags are supported at the start only: i, s and m';
  return `${rest.slice(0, 3)} is not supported`;
}
