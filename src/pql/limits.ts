/** Size limits of pql.md section 11.5; each part may be overridden. */
export interface Limits {
  /** Bytes of UTF-8 of a pql/text expression. */
  readonly textBytes: number;
  /** Bytes of UTF-8 of a pql/json expression. */
  readonly jsonBytes: number;
  /** Levels of parentheses, brackets, calls, `not`, `-` and other nested forms. */
  readonly nesting: number;
  /** Operators or path steps that follow each other on one level: `1 + 1 + 1`, `a.b.c`. */
  readonly steps: number;
  readonly nodes: number;
  readonly listItems: number;
  readonly chainElements: number;
  /** Variables of one quantifier, select or comprehension. */
  readonly declarations: number;
}

export const DEFAULT_LIMITS: Limits = {
  textBytes: 64 * 1024,
  jsonBytes: 256 * 1024,
  nesting: 100,
  steps: 500,
  nodes: 10_000,
  listItems: 5_000,
  chainElements: 50,
  declarations: 1_000,
};

/** Steps of one evaluation before it is given up (pql.md section 11.5). */
export const DEFAULT_STEP_LIMIT = 5_000_000;
