import type { SearchField } from '../fields.ts';

/** An audience or a folder as search knows it (api-search.md section 2). */
export interface SearchDocument {
  /** Unique in its index. */
  readonly key: string;
  readonly id: string;
  readonly isFolder: boolean;
  /** Where it is listed. */
  readonly namespace: string;
  /** Id of the folder that it is in, or `root`. */
  readonly parentFolderId: string;
  readonly name: string;
  readonly description?: string;
  /** What it is searched by; none of the values is empty. */
  readonly values: Readonly<Partial<Record<SearchField, readonly string[]>>>;
}
