import { isDate, isDateTime } from './time-text.ts';

export type Kind = 'string' | 'date' | 'date-time' | 'integer' | 'double' | 'boolean' | 'object' | 'array';

export interface Seen {
  count: number;
  readonly example: unknown;
}

/** What the data holds at one path. */
export interface Observation {
  /** In the order in which they came. */
  readonly kinds: Map<Kind, Seen>;
  readonly fields: Map<string, Observation>;
  items?: Observation;
}

/** Sizes beyond which data is taken for something else than fields (ids as names, recursive documents). */
const MAX_DEPTH = 12;
const MAX_FIELDS = 1000;

/** Collects observations; `overflow` names the first path that was left out because there were too many. */
export class Observer {
  readonly root: Observation = blank();
  overflow: readonly string[] | undefined;
  #fields = 0;

  /** One value of a field of the root. */
  observe(name: string, value: unknown): void {
    this.#observeField(this.root, name, value, []);
  }

  #observeField(parent: Observation, name: string, value: unknown, above: readonly string[]): void {
    if (value === null || value === undefined) return;
    const path = [...above, name];
    let observation = parent.fields.get(name);
    if (observation === undefined) {
      if (this.#fields >= MAX_FIELDS || path.length > MAX_DEPTH) {
        this.overflow ??= path;
        return;
      }
      this.#fields++;
      observation = blank();
      parent.fields.set(name, observation);
    }
    this.#observeValue(observation, value, path);
  }

  #observeValue(observation: Observation, value: unknown, path: readonly string[]): void {
    const kind = kindOf(value);
    const seen = observation.kinds.get(kind);
    if (seen) seen.count++;
    else observation.kinds.set(kind, { count: 1, example: value });
    if (Array.isArray(value)) {
      observation.items ??= blank();
      for (const item of value) this.#observeItem(observation.items, item, path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, field] of Object.entries(value)) this.#observeField(observation, name, field, path);
    }
  }

  #observeItem(items: Observation, item: unknown, path: readonly string[]): void {
    if (item === null) return;
    if (path.length >= MAX_DEPTH) this.overflow ??= path;
    else this.#observeValue(items, item, [...path, '[]']);
  }
}

const blank = (): Observation => ({ kinds: new Map(), fields: new Map() });

function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'string':
      return isDate(value) ? 'date' : isDateTime(value) ? 'date-time' : 'string';
    case 'number':
      return Number.isSafeInteger(value) ? 'integer' : 'double';
    case 'boolean':
      return 'boolean';
    default:
      return Array.isArray(value) ? 'array' : 'object';
  }
}
