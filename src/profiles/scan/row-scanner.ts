import type { ObjectField } from '../../schema/node.ts';
import type { ByteRange } from '../native/bytes.ts';
import type { Tally } from '../validation/check.ts';
import { Rejection } from '../validation/rejection.ts';
import { instantOfDateTime } from '../validation/time.ts';
import { ScanBranch, ScanLeaf, type ScanNode } from './nodes.ts';

/**
 * Reads JSON objects that fit a schema as they stand from their bytes, without making objects and texts of them.
 *
 * It never says that a row is wrong, only that it is not plain: one with an escape, a null, a field that is unknown, comes
 * twice or has a value to be converted, and whatever else it does not know. Such rows are read and checked in the usual way.
 */
export class RowScanner {
  /** The leaves that the last scan found, in the order of the row: the first `count`. */
  readonly found: ScanLeaf[] = [];
  count = 0;
  /** Number of the last scan, from 1: nodes that it met bear it. */
  #scans = 0;
  readonly #root: ScanBranch;
  #source: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  constructor(schema: ObjectField) {
    this.#root = new ScanBranch([], schema);
  }

  /** A field at the top that is no object. */
  leaf(name: string): ScanLeaf {
    const leaf = this.#root.find(name);
    if (!(leaf instanceof ScanLeaf)) throw new Error(`The schema has no leaf ${name}`);
    return leaf;
  }

  /** Whether the last scan met a leaf. */
  met(leaf: ScanLeaf): boolean {
    return leaf.seen === this.#scans;
  }

  /** Reads one row of valid UTF-8. Returns whether it is plain; what was found is valid until the next scan. */
  scan({ source, start, end }: ByteRange): boolean {
    this.#source = source;
    this.#at = start;
    this.#end = end;
    this.count = 0;
    this.#scans += 1;
    if (this.#next() !== BRACE || !this.#object(this.#root)) return false;
    this.#next();
    return this.#at === end;
  }

  /** From an opening brace to behind the closing one. */
  #object(branch: ScanBranch): boolean {
    this.#at += 1;
    if (this.#next() === CLOSING_BRACE) {
      this.#at += 1;
      return this.#isComplete(branch);
    }
    for (;;) {
      if (this.#next() !== QUOTE) return false;
      const child = this.#name(branch);
      if (child === undefined || child.seen === this.#scans || this.#next() !== COLON) return false;
      child.seen = this.#scans;
      this.#at += 1;
      const first = this.#next();
      if (child instanceof ScanLeaf) {
        if (!this.#leaf(child, first)) return false;
        this.found[this.count++] = child;
      } else if (first !== BRACE || !this.#object(child)) return false;
      const after = this.#next();
      this.#at += 1;
      if (after === CLOSING_BRACE) return this.#isComplete(branch);
      if (after !== COMMA) return false;
    }
  }

  #isComplete({ required }: ScanBranch): boolean {
    for (const node of required) if (node.seen !== this.#scans) return false;
    return true;
  }

  /** The byte that is next but for white space. */
  #next(): number {
    let byte = this.#byteAt(this.#at);
    while (byte === 0x20 || byte === 0x09 || byte === 0x0d) byte = this.#byteAt(++this.#at);
    return byte;
  }

  #byteAt(at: number): number {
    return at < this.#end ? (this.#source[at] ?? NOTHING) : NOTHING;
  }

  /** From the quote before a name to behind the one after it. */
  #name(branch: ScanBranch): ScanNode | undefined {
    const expected = branch.last?.next;
    const start = this.#at + 1;
    if (expected !== undefined && this.#continues(expected.name, start)) {
      this.#at = start + expected.name.length + 1;
      branch.last = expected;
      return expected;
    }
    const child = this.#known(branch, start) ?? this.#new(branch, start);
    if (child === undefined) return undefined;
    if (branch.last !== undefined) branch.last.next = child;
    branch.last = child;
    return child;
  }

  #known({ met }: ScanBranch, start: number): ScanNode | undefined {
    for (const child of met) {
      if (!this.#continues(child.name, start)) continue;
      this.#at = start + child.name.length + 1;
      return child;
    }
    return undefined;
  }

  #new(branch: ScanBranch, start: number): ScanNode | undefined {
    return this.#text() ? branch.find(this.#source.toString('utf8', start, this.#at - 1)) : undefined;
  }

  #continues(name: Buffer, start: number): boolean {
    const source = this.#source;
    const size = name.length;
    if (source[start] !== name[0] || source[start + size] !== QUOTE) return false;
    for (let index = 1; index < size; index++) if (source[start + index] !== name[index]) return false;
    return true;
  }

  /** From a quote to behind the next; false for a text with escapes. */
  #text(): boolean {
    const source = this.#source;
    const end = this.#end;
    for (let at = this.#at + 1; at < end; at++) {
      const byte = source[at] ?? NOTHING;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte === BACKSLASH || byte < 0x20) return false;
    }
    return false;
  }

  #leaf(leaf: ScanLeaf, first: number): boolean {
    switch (leaf.kind) {
      case 'text':
        return first === QUOTE && this.#quoted(leaf) && (leaf.isFree || unchanged(leaf, this.#textOf(leaf)));
      case 'instant':
        if (first !== QUOTE || !this.#quoted(leaf)) return false;
        leaf.number = instantOfDateTime(this.#textOf(leaf));
        return !Number.isNaN(leaf.number);
      case 'number':
        return this.#number(leaf) && (leaf.isFree || unchanged(leaf, leaf.number));
      case 'boolean':
        leaf.number = first === TRUE[0] ? 1 : 0;
        return this.#word(leaf.number === 1 ? TRUE : FALSE);
      case 'parsed':
        return this.#parsed(leaf);
    }
  }

  #quoted(leaf: ScanLeaf): boolean {
    leaf.start = this.#at + 1;
    const isText = this.#text();
    leaf.end = this.#at - 1;
    return isText;
  }

  #textOf(leaf: ScanLeaf): string {
    return this.#source.toString('utf8', leaf.start, leaf.end);
  }

  #word(word: Buffer): boolean {
    for (const byte of word) if (this.#byteAt(this.#at++) !== byte) return false;
    return true;
  }

  /** Up to 15 digits with a point among them: as both parts are exact, so is their quotient. */
  #number(leaf: ScanLeaf): boolean {
    const isNegative = this.#byteAt(this.#at) === MINUS;
    const start = isNegative ? this.#at + 1 : this.#at;
    const whole = this.#digits(start, 0);
    if (this.#at === start || (this.#byteAt(start) === ZERO && this.#at > start + 1)) return false;
    let digits = this.#at - start;
    let number = whole;
    if (this.#byteAt(this.#at) === POINT) {
      const point = this.#at;
      const all = this.#digits(point + 1, whole);
      const decimals = this.#at - point - 1;
      if (decimals === 0) return false;
      digits += decimals;
      number = all / (POWERS[decimals] ?? Number.NaN);
    }
    leaf.number = isNegative ? -number : number;
    return digits <= 15;
  }

  /** Appends the digits that come next to a number. */
  #digits(start: number, before: number): number {
    let number = before;
    let at = start;
    for (let byte = this.#byteAt(at); byte >= ZERO && byte <= NINE; byte = this.#byteAt(++at))
      number = number * 10 + byte - ZERO;
    this.#at = at;
    return number;
  }

  /** Lists, maps and what else is seldom: the platform reads them. */
  #parsed(leaf: ScanLeaf): boolean {
    if (this.#repeats(leaf)) return true;
    leaf.value = undefined;
    leaf.source = this.#source;
    leaf.start = this.#at;
    if (!this.#skip()) return false;
    leaf.end = this.#at;
    let value: unknown;
    try {
      value = JSON.parse(this.#textOf(leaf));
    } catch {
      return false;
    }
    if (unchanged(leaf, value)) leaf.value = value;
    return leaf.value !== undefined;
  }

  /** Neighbours often have the same value: then it is known. */
  #repeats({ source, start, end, value }: ScanLeaf): boolean {
    if (value === undefined || source === undefined || this.#at + end - start > this.#end) return false;
    const here = this.#source;
    const shift = this.#at - start;
    for (let at = start; at < end; at++) if (here[at + shift] !== source[at]) return false;
    this.#at = end + shift;
    return true;
  }

  /** From the first byte of a value to behind its last; whether it is JSON is not looked at. */
  #skip(): boolean {
    let depth = 0;
    do {
      const byte = this.#next();
      if (byte === QUOTE) {
        if (!this.#text()) return false;
        continue;
      }
      if (byte < 0x20 || byte === BACKSLASH) return false;
      if (byte === BRACE || byte === BRACKET) depth += 1;
      else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth -= 1;
      this.#at += 1;
    } while (depth > 0);
    return true;
  }
}

/** Whether a value is stored as it is. */
function unchanged(leaf: ScanLeaf, value: unknown): boolean {
  const tally: Tally = { nulls: 0, unknownFields: 0 };
  try {
    return leaf.check(value, tally) === value;
  } catch (error) {
    if (error instanceof Rejection) return false;
    throw error;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Stands for the end of a row: no byte of JSON. */
const NOTHING = 0;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power);
