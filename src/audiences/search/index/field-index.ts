import { analyse } from '../analysis.ts';
import type { Analysis } from '../fields.ts';
import { letterSet } from '../patterns/letters.ts';

/** Where one token stands: by document number its positions, ascending. */
export type Postings = ReadonlyMap<number, readonly number[]>;

/** A token that occurs, with what rules most tokens out before they are looked at. */
export interface Term {
  readonly token: string;
  readonly letters: number;
  readonly postings: Postings;
}

interface GrowingTerm extends Term {
  readonly postings: Map<number, number[]>;
}

/** Between the last token of a value and the first of the next (api-search.md section 2.4). */
const POSITION_GAP = 100;

const NOWHERE: Postings = new Map();

const K1 = 1.2;
const B = 0.75;

/** The tokens of one field of all documents. */
export class FieldIndex {
  readonly analysis: Analysis;
  readonly #byToken = new Map<string, GrowingTerm>();
  /** Undefined until it is asked for after a change. */
  #terms: readonly Term[] | undefined;
  /** Tokens of each document that has a value. */
  readonly #lengths = new Map<number, number>();
  #totalLength = 0;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  /** Every token that occurs, in no order. Stays as it is when the index changes; what tokens stand in does not. */
  get terms(): readonly Term[] {
    this.#terms ??= [...this.#byToken.values()];
    return this.#terms;
  }

  postings(token: string): Postings {
    return this.#byToken.get(token)?.postings ?? NOWHERE;
  }

  /** How many documents have a value. */
  get size(): number {
    return this.#lengths.size;
  }

  /** The documents that have a value. */
  get documents(): Iterable<number> {
    return this.#lengths.keys();
  }

  add(document: number, values: readonly string[]): void {
    if (values.length === 0) return;
    let length = 0;
    for (const [token, position] of this.#tokens(values)) {
      const { postings } = this.#byToken.get(token) ?? this.#addTerm(token);
      const positions = postings.get(document);
      if (positions === undefined) postings.set(document, [position]);
      else positions.push(position);
      length += 1;
    }
    this.#lengths.set(document, length);
    this.#totalLength += length;
  }

  /** @param values those that were added */
  remove(document: number, values: readonly string[]): void {
    for (const [token] of this.#tokens(values)) {
      const postings = this.#byToken.get(token)?.postings;
      postings?.delete(document);
      if (postings?.size !== 0) continue;
      this.#byToken.delete(token);
      this.#terms = undefined;
    }
    this.#totalLength -= this.#lengths.get(document) ?? 0;
    this.#lengths.delete(document);
  }

  /**
   * BM25 (api-search.md section 7.10).
   *
   * @param idf sum over the tokens that are looked for
   * @param frequency how often they occur in the document
   */
  score(document: number, idf: number, frequency: number): number {
    const average = this.#totalLength / this.#lengths.size;
    const length = (this.#lengths.get(document) ?? 0) / average;
    return (idf * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length));
  }

  /** How rare a token is that this many documents have. */
  idf(documents: number): number {
    return Math.log(1 + (this.#lengths.size - documents + 0.5) / (documents + 0.5));
  }

  #addTerm(token: string): GrowingTerm {
    const term = { token, letters: letterSet(token), postings: new Map<number, number[]>() };
    this.#byToken.set(token, term);
    this.#terms = undefined;
    return term;
  }

  *#tokens(values: readonly string[]): Generator<readonly [token: string, position: number]> {
    let position = 0;
    for (const value of values) {
      for (const token of analyse(this.analysis, value)) {
        yield [token, position];
        position += 1;
      }
      position += POSITION_GAP;
    }
  }
}
