import type { Random } from './random.ts';

/** Draws items by weight in constant time (Walker's alias method). */
export class Sampler<T> {
  readonly #items: readonly [T, ...T[]];
  readonly #keep: Float64Array;
  readonly #alias: Int32Array;

  /** Weights are any positive scale, one an item. */
  constructor(items: readonly [T, ...T[]], weightOf: (item: T, index: number) => number) {
    const weights = items.map(weightOf);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#items = items;
    this.#keep = Float64Array.from(weights, (weight) => (weight * items.length) / total);
    this.#alias = new Int32Array(items.length);
    this.#pair();
  }

  draw(random: Random): T {
    const slot = random.next() * this.#items.length;
    const index = Math.floor(slot);
    const keep = this.#keep[index] ?? 1;
    return this.#items[slot - index < keep ? index : (this.#alias[index] ?? index)] ?? this.#items[0];
  }

  #pair(): void {
    const small: number[] = [];
    const large: number[] = [];
    this.#keep.forEach((share, index) => {
      (share < 1 ? small : large).push(index);
    });
    let low = small.pop();
    let high = large.pop();
    while (low !== undefined && high !== undefined) {
      this.#alias[low] = high;
      const rest = (this.#keep[high] ?? 0) + (this.#keep[low] ?? 0) - 1;
      this.#keep[high] = rest;
      low = rest < 1 ? high : small.pop();
      if (rest < 1) high = large.pop();
    }
    for (const index of [low, high, ...small, ...large]) if (index !== undefined) this.#keep[index] = 1;
  }
}
