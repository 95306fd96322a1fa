import { type SortKey, type SortValue, sorted } from '../../order.ts';
import type { Audience } from '../audience.ts';
import type { AudienceEntry, SandboxAudiences } from '../catalogue.ts';
import { Kept } from './kept.ts';

type List = readonly AudienceEntry[];

/** Orders and filtered lists of the audiences of sandboxes, kept until an audience changes. */
export class KeptLists<K extends string> {
  readonly #read: (audience: Audience, attribute: K) => SortValue;
  readonly #lists = new Kept<List>();

  /** @param read what an order compares */
  constructor(read: (audience: Audience, attribute: K) => SortValue) {
    this.#read = read;
  }

  /** All audiences in an order. */
  ordered(audiences: SandboxAudiences, keys: readonly SortKey<K>[]): List {
    return this.#lists.of(audiences, nameOf(keys), () =>
      sorted([...audiences.entries()], keys, ({ audience }, attribute) => this.#read(audience, attribute)),
    );
  }

  /** Those that pass, in an order; `name` tells filters apart. */
  filtered(
    audiences: SandboxAudiences,
    keys: readonly SortKey<K>[],
    name: string,
    passes: (entry: AudienceEntry) => boolean,
  ): List {
    const order = this.ordered(audiences, keys);
    return this.#lists.of(audiences, `${nameOf(keys)} ${name}`, () => order.filter(passes));
  }
}

const nameOf = (keys: readonly SortKey<string>[]): string =>
  keys.map(({ attribute, direction }) => `${attribute}:${direction}`).join();
