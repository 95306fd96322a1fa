/**
 * `word` identifier or keyword, `quoted` backquoted identifier, `punct` operator or bracket (also the misspelt ones
 * `==`, `<>`, `&&`, `||`, `+=`, `:=`, which the parser refuses with a hint), `error` what no rule matches.
 */
export type TokenKind =
  | 'word'
  | 'quoted'
  | 'parameter'
  | 'integer'
  | 'double'
  | 'string'
  | 'context'
  | 'punct'
  | 'error'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Source text; of strings and quoted identifiers the content without quotes and escapes. */
  readonly text: string;
  /** The keyword, lower case, if the token is one; else empty. */
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
}
