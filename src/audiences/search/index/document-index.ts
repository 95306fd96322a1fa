import { isDeepStrictEqual } from 'node:util';
import { compareCodePoints } from '../../../order.ts';
import { ALL_FIELDS, SEARCH_FIELDS, type SearchField } from '../fields.ts';
import { parseQuery } from '../query/parser.ts';
import { resolveQuery } from '../query/resolve.ts';
import type { SearchDocument } from './document.ts';
import { type Corpus, evaluateQuery } from './evaluate.ts';
import { FieldIndex } from './field-index.ts';

interface Entry {
  readonly document: SearchDocument;
  /** Its place in what queries are evaluated on. */
  readonly number: number;
  /** What it is sorted by. */
  readonly nameKey: string;
}

/** The documents of one sandbox, in memory. */
export class DocumentIndex {
  readonly #fields: Readonly<Record<SearchField, FieldIndex>>;
  readonly #byKey = new Map<string, Entry>();
  /** Numbers below `#size` that no document has. */
  readonly #free: number[] = [];
  #size = 0;
  /** In the order of answers without scores; undefined until it is asked for after a change. */
  #ordered: readonly Entry[] | undefined;

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
    this.#byKey.set(document.key, { document, number, nameKey: document.name.toLowerCase() });
    this.#ordered = undefined;
  }

  remove(key: string): void {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return;
    for (const field of ALL_FIELDS) this.#fields[field].remove(entry.number, entry.document.values[field] ?? []);
    this.#free.push(entry.number);
    this.#byKey.delete(key);
    this.#ordered = undefined;
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
  search(text: string, wanted: (document: SearchDocument) => boolean = () => true): readonly SearchDocument[] {
    const clauses = parseQuery(text);
    this.#ordered ??= [...this.#byKey.values()].sort(compareEntries);
    const candidates = this.#ordered.filter(({ document }) => wanted(document));
    if (clauses.length === 0) return candidates.map(({ document }) => document);
    const query = resolveQuery(clauses);
    if (query === undefined) return [];
    const corpus: Corpus = { fields: this.#fields, size: this.#size };
    const scores = evaluateQuery(query, corpus);
    const scoreOf = ({ number }: Entry) => scores[number] ?? -1;
    // Sorting is stable: equal scores keep the order of names.
    return candidates
      .filter((entry) => scoreOf(entry) >= 0)
      .sort((one, other) => foldersFirst(one, other) || descending(scoreOf(one), scoreOf(other)))
      .map(({ document }) => document);
  }
}

const compareEntries = (one: Entry, other: Entry): number =>
  foldersFirst(one, other) ||
  compareCodePoints(one.nameKey, other.nameKey) ||
  compareCodePoints(one.document.id, other.document.id);

const foldersFirst = (one: Entry, other: Entry): number =>
  Number(other.document.isFolder) - Number(one.document.isFolder);

/** Scores may be infinite. */
const descending = (one: number, other: number): number => Number(other > one) - Number(one > other);
