import { type SortKey, type SortValue, sorted } from '../../order.ts';
import type { Audience } from '../audience.ts';
import type { AudienceEntry, SandboxAudiences } from '../catalogue.ts';

type List = readonly AudienceEntry[];

/** Lists kept of one sandbox. */
const LIMIT = 64;

/** Lists that are made of the audiences of sandboxes, each kept by its name until an audience changes. */
export class KeptLists<K extends string> {
  readonly #read: (audience: Audience, attribute: K) => SortValue;
  readonly #kept = new WeakMap<SandboxAudiences, { readonly version: number; readonly lists: Map<string, List> }>();

  /** @param read what an order compares */
  constructor(read: (audience: Audience, attribute: K) => SortValue) {
    this.#read = read;
  }

  /** All audiences in an order. */
  ordered(audiences: SandboxAudiences, keys: readonly SortKey<K>[]): List {
    return this.#list(audiences, nameOf(keys), () =>
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
    return this.#list(audiences, `${nameOf(keys)} ${name}`, () => order.filter(passes));
  }

  #list(audiences: SandboxAudiences, name: string, make: () => List): List {
    const lists = this.#listsOf(audiences);
    const known = lists.get(name);
    if (known !== undefined) return known;
    const list = make();
    if (lists.size >= LIMIT) lists.clear();
    lists.set(name, list);
    return list;
  }

  #listsOf(audiences: SandboxAudiences): Map<string, List> {
    const { version } = audiences;
    const kept = this.#kept.get(audiences);
    if (kept?.version === version) return kept.lists;
    const lists = new Map<string, List>();
    this.#kept.set(audiences, { version, lists });
    return lists;
  }
}

const nameOf = (keys: readonly SortKey<string>[]): string =>
  keys.map(({ attribute, direction }) => `${attribute}:${direction}`).join();
