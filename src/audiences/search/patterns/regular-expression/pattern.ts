import type { Characters } from './characters.ts';

/** A regular expression as it is written (api-search.md section 7.8). */
export type Pattern =
  | { readonly kind: 'characters'; readonly characters: Characters }
  | { readonly kind: 'literal'; readonly text: string }
  /** Decimal numbers, of the given digits. */
  | { readonly kind: 'interval'; readonly one: string; readonly other: string }
  | { readonly kind: 'everything' | 'nothing' }
  /** A concatenation of nothing is the empty text. */
  | { readonly kind: 'concatenation' | 'union' | 'intersection'; readonly items: readonly Pattern[] }
  | { readonly kind: 'complement'; readonly item: Pattern }
  /** `most` may be infinite, and is at least `least`. */
  | { readonly kind: 'repetition'; readonly item: Pattern; readonly least: number; readonly most: number };
