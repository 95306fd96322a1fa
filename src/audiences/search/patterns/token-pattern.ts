/** What tokens are compared with as a whole. */
export interface TokenPattern {
  /** Letters that every token has that matches, as `letterSet` tells them. */
  readonly letters: number;
  /** @param token in lower case */
  readonly matches: (token: string) => boolean;
}
