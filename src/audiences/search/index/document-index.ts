import { isDeepStrictEqual } from 'node:util';
import { compareCodePoints } from '../../../order.ts';
import { ALL_FIELDS, SEARCH_FIELDS, type SearchField } from '../fields.ts';
import { parseQuery } from '../query/parser.ts';
import { resolveQuery } from '../query/resolve.ts';
import { type Steps, Work } from '../work.ts';
import type { SearchDocument } from './document.ts';
import { evaluateQuery } from './evaluate.ts';
import { FieldIndex } from './field-index.ts';

interface Entry {
  readonly document: SearchDocument;
  /** Its place in what queries are evaluated on. */
  readonly number: number;
  /** What it is sorted by. */
  readonly nameKey: string;
}

/** A search that is paused or runs, and how many documents had been taken out when it began. */
interface Search {
  readonly began: number;
}

/**
 * The documents of one sandbox, in memory. A search finds what was there when it began, however often it is paused: what
 * is taken out keeps its number and its tokens until no search is under way that began before.
 */
export class DocumentIndex {
  readonly #fields: Readonly<Record<SearchField, FieldIndex>>;
  readonly #byKey = new Map<string, Entry>();
  /** In the order of answers without scores. */
  readonly #ordered: Entry[] = [];
  /** Numbers below `#size` that no document has. */
  readonly #free: number[] = [];
  #size = 0;
  readonly #searches = new Set<Search>();
  #removals = 0;
  readonly #leaving: { readonly entry: Entry; readonly removal: number }[] = [];

  constructor() {
    const index = (field: SearchField) => new FieldIndex(SEARCH_FIELDS[field]);
    this.#fields = {
      segmentId: index('segmentId'),
      segmentName: index('segmentName'),
      segmentDescription: index('segmentDescription'),
      folderId: index('folderId'),
      folderName: index('folderName'),
      parentFolderId: index('parentFolderId'),
      folderLocation: index('folderLocation'),
    };
  }

  /** Adds a document, or replaces the one with its key. */
  put(document: SearchDocument): void {
    const known = this.#byKey.get(document.key);
    if (known !== undefined && isDeepStrictEqual(known.document, document)) return;
    this.remove(document.key);
    const number = this.#free.pop() ?? this.#size;
    this.#size = Math.max(this.#size, number + 1);
    for (const field of ALL_FIELDS) this.#fields[field].add(number, document.values[field] ?? []);
    const entry = { document, number, nameKey: document.name.toLowerCase() };
    this.#byKey.set(document.key, entry);
    this.#ordered.splice(this.#placeOf(entry), 0, entry);
  }

  remove(key: string): void {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return;
    this.#byKey.delete(key);
    this.#ordered.splice(this.#placeOf(entry), 1);
    this.#removals += 1;
    this.#leaving.push({ entry, removal: this.#removals });
    this.#forget();
  }

  get(key: string): SearchDocument | undefined {
    return this.#byKey.get(key)?.document;
  }

  get documents(): Iterable<SearchDocument> {
    return this.#byKey.values().map(({ document }) => document);
  }

  /**
   * The documents that a query matches: folders first, then the best, then by name and id (api-search.md section 5).
   *
   * @param text a blank one matches everything
   * @param wanted what else must hold
   * @throws ServiceError `UPAPI-900601-400`
   */
  *search(
    text: string,
    wanted: (document: SearchDocument) => boolean = () => true,
    work = new Work(),
  ): Steps<readonly SearchDocument[]> {
    const clauses = parseQuery(text);
    const candidates = this.#ordered.filter(({ document }) => wanted(document));
    if (clauses.length === 0) return candidates.map(({ document }) => document);
    const query = resolveQuery(clauses);
    if (query === undefined) return [];
    const search: Search = { began: this.#removals };
    this.#searches.add(search);
    try {
      const scores = yield* evaluateQuery(query, { fields: this.#fields, size: this.#size }, work);
      const scoreOf = ({ number }: Entry) => scores[number] ?? -1;
      // Sorting is stable: equal scores keep the order of names.
      return candidates
        .filter((entry) => scoreOf(entry) >= 0)
        .sort((one, other) => foldersFirst(one, other) || descending(scoreOf(one), scoreOf(other)))
        .map(({ document }) => document);
    } finally {
      this.#searches.delete(search);
      this.#forget();
    }
  }

  /** Drops what was taken out and no search can come upon any more. */
  #forget(): void {
    const oldest = this.#searches.values().reduce((least, { began }) => Math.min(least, began), this.#removals);
    for (let next = this.#leaving[0]; next !== undefined && next.removal <= oldest; next = this.#leaving[0]) {
      const { document, number } = next.entry;
      for (const field of ALL_FIELDS) this.#fields[field].remove(number, document.values[field] ?? []);
      this.#free.push(number);
      this.#leaving.shift();
    }
  }

  /** Where an entry stands in the order, or would stand. */
  #placeOf(entry: Entry): number {
    let [low, high] = [0, this.#ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#ordered[middle];
      if (other !== undefined && compareEntries(other, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const compareEntries = (one: Entry, other: Entry): number =>
  foldersFirst(one, other) ||
  compareCodePoints(one.nameKey, other.nameKey) ||
  compareCodePoints(one.document.id, other.document.id) ||
  compareCodePoints(one.document.key, other.document.key);

const foldersFirst = (one: Entry, other: Entry): number =>
  Number(other.document.isFolder) - Number(one.document.isFolder);

/** Scores may be infinite. */
const descending = (one: number, other: number): number => Number(other > one) - Number(one > other);
