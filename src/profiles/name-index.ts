/** What belongs to the names of objects, made when a name is first met. */
export class NameIndex<T extends object> {
  readonly #make: (name: string) => T | undefined;
  readonly #known = new Map<string, Entry<T>>();
  #last: Entry<T> | undefined;

  /** @param make undefined for a name to which nothing belongs */
  constructor(make: (name: string) => T | undefined) {
    this.#make = make;
  }

  find(name: string): T | undefined {
    // Objects mostly have their names in the order of the object before, which is quicker to check than to look up.
    const expected = this.#last?.next;
    const entry = expected?.name === name ? expected : this.#lookUp(name);
    if (entry === undefined) return undefined;
    this.#last = entry;
    return entry.value;
  }

  /** What was made so far, in the order in which it was met. */
  *entries(): Generator<readonly [name: string, value: T]> {
    for (const { name, value } of this.#known.values()) yield [name, value];
  }

  #lookUp(name: string): Entry<T> | undefined {
    const entry = this.#known.get(name) ?? this.#add(name);
    if (entry !== undefined && this.#last !== undefined) this.#last.next = entry;
    return entry;
  }

  #add(name: string): Entry<T> | undefined {
    const value = this.#make(name);
    if (value === undefined) return undefined;
    const entry = { name, value, next: undefined };
    this.#known.set(name, entry);
    return entry;
  }
}

interface Entry<T> {
  readonly name: string;
  readonly value: T;
  /** What came after it the last time. */
  next: Entry<T> | undefined;
}
