import { ANY_CHARACTER, type Characters, normalized } from './characters.ts';

/**
 * A set of texts. Equal expressions of one {@link Expressions} are the same object, so that sets of derivatives stay
 * small enough to be states of an automaton.
 */
export type Expression = {
  readonly id: number;
  /** Whether the empty text is in it. */
  readonly nullable: boolean;
} & (
  | { readonly kind: 'empty' }
  | { readonly kind: 'characters'; readonly characters: Characters }
  | { readonly kind: 'concatenation'; readonly first: Expression; readonly rest: Expression }
  | { readonly kind: 'union' | 'intersection'; readonly items: readonly Expression[] }
  | { readonly kind: 'complement'; readonly item: Expression }
  | { readonly kind: 'repetition'; readonly item: Expression; readonly least: number; readonly most: number }
);

type Shape = Expression extends infer E ? (E extends Expression ? Omit<E, 'id' | 'nullable'> : never) : never;

/** Makes expressions in a simplified form; `spend` is told the size of each before it is made. */
export class Expressions {
  readonly #spend: (work: number) => void;
  readonly #made = new Map<string, Expression>();
  /** Only the empty text. */
  readonly empty: Expression;
  /** No text at all. */
  readonly nothing: Expression;
  /** Every text. */
  readonly everything: Expression;

  constructor(spend: (work: number) => void) {
    this.#spend = spend;
    this.empty = this.#intern('e', true, { kind: 'empty' });
    this.nothing = this.characters([]);
    this.everything = this.repetition(this.characters(ANY_CHARACTER), 0, Number.POSITIVE_INFINITY);
  }

  characters(ranges: Characters): Expression {
    const characters = normalized(ranges);
    return this.#intern(`c${characters.join(';')}`, false, { kind: 'characters', characters });
  }

  concatenation(first: Expression, rest: Expression): Expression {
    if (first === this.nothing || rest === this.nothing) return this.nothing;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    const nullable = first.nullable && rest.nullable;
    return this.#intern(`.${first.id},${rest.id}`, nullable, { kind: 'concatenation', first, rest });
  }

  union(items: readonly Expression[]): Expression {
    const all = this.#flat('union', items).filter((item) => item !== this.nothing);
    if (all.includes(this.everything)) return this.everything;
    const [first = this.nothing, ...more] = all;
    if (more.length === 0) return first;
    const nullable = all.some((item) => item.nullable);
    return this.#intern(`|${all.map(({ id }) => id).join()}`, nullable, { kind: 'union', items: all });
  }

  intersection(items: readonly Expression[]): Expression {
    const all = this.#flat('intersection', items).filter((item) => item !== this.everything);
    if (all.includes(this.nothing)) return this.nothing;
    const [first = this.everything, ...more] = all;
    if (more.length === 0) return first;
    const nullable = all.every((item) => item.nullable);
    return this.#intern(`&${all.map(({ id }) => id).join()}`, nullable, { kind: 'intersection', items: all });
  }

  complement(item: Expression): Expression {
    if (item.kind === 'complement') return item.item;
    if (item === this.nothing) return this.everything;
    if (item === this.everything) return this.nothing;
    return this.#intern(`~${item.id}`, !item.nullable, { kind: 'complement', item });
  }

  /** @param most may be infinite, and is at least `least` */
  repetition(item: Expression, least: number, most: number): Expression {
    if (most === 0 || item === this.empty) return this.empty;
    if (least === 1 && most === 1) return item;
    if (item === this.nothing) return least === 0 ? this.empty : this.nothing;
    if (item.kind === 'repetition' && item.least === 0 && item.most === Number.POSITIVE_INFINITY) return item;
    const nullable = least === 0 || item.nullable;
    return this.#intern(`*${item.id},${least},${most}`, nullable, { kind: 'repetition', item, least, most });
  }

  /** Items of nested unions or intersections side by side, each once, in a fixed order. */
  #flat(kind: 'union' | 'intersection', items: readonly Expression[]): readonly Expression[] {
    const flat = new Set(items.flatMap((item) => (item.kind === kind ? item.items : [item])));
    this.#spend(flat.size);
    return [...flat].sort((one, other) => one.id - other.id);
  }

  #intern(key: string, nullable: boolean, shape: Shape): Expression {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    this.#spend(1);
    const made = { ...shape, id: this.#made.size, nullable };
    this.#made.set(key, made);
    return made;
  }
}
