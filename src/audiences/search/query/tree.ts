import type { QueryField } from '../fields.ts';

/** A query as it is written (api-search.md section 7.2); what it means is decided in `resolve.ts`. */
export interface Clause {
  /** Before all but the first clause of a list, where one is written. */
  readonly conjunction?: 'AND' | 'OR';
  /** `NOT` also stands for `-` and `!`. */
  readonly modifier?: '+' | 'NOT';
  readonly field?: QueryField;
  readonly body: Atom | Group;
  /** Positive; 1 when none is written. */
  readonly boost: number;
}

export interface Group {
  readonly kind: 'group';
  readonly clauses: readonly Clause[];
}

/** What is compared with the values of fields; texts are without escapes, in the case of the query. */
export type Atom =
  | { readonly kind: 'all' }
  | { readonly kind: 'term'; readonly text: string }
  | { readonly kind: 'fuzzy'; readonly text: string; readonly distance: number }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly steps: readonly WildcardStep[] }
  /** The pattern is what stands between the slashes. */
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'phrase'; readonly text: string; readonly slop: number }
  /** An absent bound is an open end. */
  | { readonly kind: 'range'; readonly from?: Bound; readonly to?: Bound };

export type WildcardStep = '*' | '?' | { readonly text: string };

export interface Bound {
  readonly text: string;
  readonly inclusive: boolean;
}
