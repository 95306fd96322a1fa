import { type SortKey, type SortValue, sorted } from '../order.ts';
import type { Audience } from './audience.ts';
import type { SandboxAudiences } from './catalogue.ts';

/** Orders kept of one sandbox. */
const LIMIT = 32;

/** Sorts the audiences of sandboxes, and keeps the orders until an audience changes. */
export class OrderedAudiences<K extends string> {
  readonly #read: (audience: Audience, attribute: K) => SortValue;
  readonly #kept = new WeakMap<SandboxAudiences, { version: number; orders: Map<string, readonly Audience[]> }>();

  constructor(read: (audience: Audience, attribute: K) => SortValue) {
    this.#read = read;
  }

  by(audiences: SandboxAudiences, keys: readonly SortKey<K>[]): readonly Audience[] {
    const orders = this.#orders(audiences);
    const name = keys.map(({ attribute, direction }) => `${attribute}:${direction}`).join();
    const known = orders.get(name);
    if (known !== undefined) return known;
    const order = sorted([...audiences.all()], keys, this.#read);
    if (orders.size >= LIMIT) orders.clear();
    orders.set(name, order);
    return order;
  }

  #orders(audiences: SandboxAudiences): Map<string, readonly Audience[]> {
    const { version } = audiences;
    const kept = this.#kept.get(audiences);
    if (kept?.version === version) return kept.orders;
    const orders = new Map<string, readonly Audience[]>();
    this.#kept.set(audiences, { version, orders });
    return orders;
  }
}
