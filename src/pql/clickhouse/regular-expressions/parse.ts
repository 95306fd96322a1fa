import { foldsAlike, rangesOf } from './characters.ts';

/** What is known of a pattern, or of a part of one. */
export interface Shape {
  /** The pattern for the engine. */
  readonly text: string;
  /** Whether it can match the empty text. */
  readonly empty: boolean;
  /** Whether it repeats something that can match the empty text: engines differ in what that captures. */
  readonly emptyLoop: boolean;
  /** About how many states it takes. */
  readonly size: number;
  /** Capturing groups in order. */
  readonly groups: readonly Group[];
}

export interface Group {
  readonly empty: boolean;
  /** Whether the whole can match without it. */
  readonly optional: boolean;
}

/** Thrown where the engine may not find what the evaluators find; the message is a noun phrase. */
export class UnequalPattern extends Error {
  override readonly name = 'UnequalPattern';
}

/** States of one character, of a class of many ranges, and of `.`, as UTF-8 takes them. */
const SIZE = { character: 4, any: 30, range: 12 } as const;

const NOTHING: Shape = { text: '', empty: true, emptyLoop: false, size: 1, groups: [] };

/**
 * Parses a pattern that `translatePattern` has written, and writes it for the engine: character categories as ranges,
 * because Unicode versions differ.
 *
 * @param pattern without its leading flags
 * @param ignoreCase whether `i` is among these
 * @throws UnequalPattern
 */
export function shapeOf(pattern: string, ignoreCase: boolean): Shape {
  return new ShapeReader(pattern, ignoreCase).alternation();
}

class ShapeReader {
  readonly #pattern: string;
  readonly #ignoreCase: boolean;
  #at = 0;

  constructor(pattern: string, ignoreCase: boolean) {
    this.#pattern = pattern;
    this.#ignoreCase = ignoreCase;
  }

  alternation(): Shape {
    const options = [this.#sequence()];
    while (this.#take(/^\|/)) options.push(this.#sequence());
    const [only] = options;
    if (only !== undefined && options.length === 1) return only;
    return {
      text: options.map(({ text }) => text).join('|'),
      empty: options.some(({ empty }) => empty),
      emptyLoop: options.some(({ emptyLoop }) => emptyLoop),
      size: options.reduce((sum, { size }) => sum + size, 0),
      groups: options.flatMap(({ groups }) => groups).map((group) => ({ ...group, optional: true })),
    };
  }

  #sequence(): Shape {
    let shape = NOTHING;
    while (this.#at < this.#pattern.length && !/^[|)]/.test(this.#rest())) {
      const item = this.#repeated(this.#item());
      shape = {
        text: shape.text + item.text,
        empty: shape.empty && item.empty,
        emptyLoop: shape.emptyLoop || item.emptyLoop,
        size: shape.size + item.size,
        groups: [...shape.groups, ...item.groups],
      };
    }
    return shape;
  }

  #repeated(item: Shape): Shape {
    const quantifier = this.#take(/^(?:[*+?]|\{\d+(?:,\d*)?\})\??/);
    if (quantifier === undefined) return item;
    const [least = 0, most = least] = this.#bounds(quantifier);
    return {
      text: item.text + quantifier,
      empty: item.empty || least === 0,
      emptyLoop: item.emptyLoop || (item.empty && most > 1),
      size: item.size * Math.max(least, most === Number.POSITIVE_INFINITY ? 1 : most, 1) + 1,
      groups: least === 0 ? item.groups.map((group) => ({ ...group, optional: true })) : item.groups,
    };
  }

  #bounds(quantifier: string): readonly number[] {
    if (quantifier.startsWith('*')) return [0, Number.POSITIVE_INFINITY];
    if (quantifier.startsWith('+')) return [1, Number.POSITIVE_INFINITY];
    if (quantifier.startsWith('?')) return [0, 1];
    const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(quantifier) ?? [];
    return [Number(least), comma === '' ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most)];
  }

  #item(): Shape {
    const open = this.#take(/^\((?:\?:|\?P<[A-Za-z0-9]+>)?/);
    if (open !== undefined) return this.#group(open);
    const assertion = this.#take(/^(?:[\^$]|\\[bB])/);
    if (assertion === '\\B')
      throw new UnequalPattern('a place that is no word boundary, which could be inside of a character');
    if (assertion !== undefined) return { ...NOTHING, text: assertion };
    if (this.#take(/^\[/)) return this.#characterClass();
    if (this.#take(/^\./)) return { ...NOTHING, text: '.', empty: false, size: SIZE.any };
    const text = this.#character();
    return /^\\[pP]/.test(text) ? this.#category(text) : { ...NOTHING, text, empty: false, size: SIZE.character };
  }

  #group(open: string): Shape {
    const inner = this.alternation();
    this.#take(/^\)/);
    const own = open === '(?:' ? [] : [{ empty: inner.empty, optional: false }];
    return { ...inner, text: `${open}${inner.text})`, groups: [...own, ...inner.groups] };
  }

  #category(text: string): Shape {
    const ranges = rangesOf(text);
    return { ...NOTHING, text: `[${ranges.join('')}]`, empty: false, size: ranges.length * SIZE.range };
  }

  #characterClass(): Shape {
    let text = this.#take(/^\^/) === undefined ? '[' : '[^';
    let size = text === '[' ? 0 : SIZE.any;
    while (this.#take(/^\]/) === undefined) {
      const character = this.#character();
      const ranges = /^\\[pP]/.test(character) ? rangesOf(character) : [character];
      text += ranges.join('');
      size += ranges.length * SIZE.range;
    }
    return { ...NOTHING, text: `${text}]`, empty: false, size };
  }

  /** A character, escaped or not, or a class of characters with a name. */
  #character(): string {
    const text = this.#take(/^(?:\\x\{[0-9a-fA-F]+\}|\\[pP]\{[A-Za-z]+\}|\\.|[\s\S])/u) ?? '';
    if (this.#ignoreCase && !foldsAlike(text)) throw new UnequalPattern('ignoring the case of uncommon letters');
    return text;
  }

  #rest(): string {
    return this.#pattern.slice(this.#at);
  }

  #take(token: RegExp): string | undefined {
    const found = token.exec(this.#rest())?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
