import type { PqlType } from './types.ts';

/**
 * The typed intermediate representation that every evaluator, printer and analysis reads.
 *
 * Names are resolved: there are no scopes left, only `root`, `events` and numbered variables. Nodes are
 * frozen plain data and survive `JSON.stringify`. A variable number is unique within one query.
 */
export type Ir =
  | Literal
  | Root
  | Events
  | Variable
  | Field
  | Wildcard
  | Call
  | Logical
  | Not
  | Conditional
  | Lambda
  | Let
  | ListLiteral
  | ObjectLiteral
  | Select
  | Quantification
  | Aggregation
  | Occurs
  | Chain
  | ContextReference;

/**
 * Half-open range of the source text, in code units; `[0, 0)` where there is no text (pql/json input). There `pointer`
 * is the JSON pointer of the node.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly pointer?: string;
}

interface Node {
  readonly type: PqlType;
  readonly span: Span;
}

/** A constant. Date and DateTime constants (JSON input only) hold ISO text in `value` and say so in `type`. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

/** The profile. */
export interface Root extends Node {
  readonly kind: 'root';
}

/** `xEvent`: the experience events of the profile, ascending by time (pql.md section 9.1). */
export interface Events extends Node {
  readonly kind: 'events';
}

/** A bound variable: lambda parameter, item of an implicit scope, declaration, `let`, or chain label. */
export interface Variable extends Node {
  readonly kind: 'variable';
  readonly id: number;
}

interface PathStep extends Node {
  readonly object: Ir;
  /** The dimension whose records the step is applied to: those that the texts of `object` identify (pql.md section 5.3). */
  readonly entity?: string;
}

/** One path step `.name`, with projection over lists (pql.md section 5.2). */
export interface Field extends PathStep {
  readonly kind: 'field';
  readonly name: string;
}

/** `.*` and `[*]`. */
export interface Wildcard extends PathStep {
  readonly kind: 'wildcard';
}

/**
 * An operator or a function of the registry: `=`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `/`, `%`, `in`, `notIn`,
 * `like`, `count`, `startsWith`, `now`, … Unary minus is `-` with one argument. `L[cond]` is `filter`,
 * `L[3]` is `elementAt`, `M["k"]` is `get`.
 */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Ir[];
}

export interface Logical extends Node {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Ir[];
}

export interface Not extends Node {
  readonly kind: 'not';
  readonly operand: Ir;
}

export interface Conditional extends Node {
  readonly kind: 'if';
  readonly condition: Ir;
  readonly then: Ir;
  readonly else: Ir;
}

/** Parameter of a lambda or a declaration: its variable number, and its written name (`_i1` for implicit scopes). */
export interface Parameter {
  readonly id: number;
  readonly name: string;
}

export interface Lambda extends Node {
  readonly kind: 'lambda';
  readonly params: readonly Parameter[];
  readonly body: Ir;
  /** True where the text used an item scope (`filter(age > 3)`) instead of a written lambda. */
  readonly implicit: boolean;
}

export interface Let extends Node {
  readonly kind: 'let';
  readonly variable: Parameter;
  readonly value: Ir;
  readonly body: Ir;
}

export interface ListLiteral extends Node {
  readonly kind: 'list';
  readonly items: readonly Ir[];
}

export interface ObjectLiteral extends Node {
  readonly kind: 'object';
  readonly entries: readonly { readonly name: string; readonly value: Ir }[];
}

/** `v from domain where condition`; later declarations may use earlier variables. */
export interface Declaration {
  readonly variable: Parameter;
  readonly domain: Ir;
  readonly condition?: Ir;
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly declarations: readonly Declaration[];
}

export interface Quantification extends Node {
  readonly kind: 'quantification';
  readonly quantifier: 'some' | 'all' | 'none' | 'one';
  readonly declarations: readonly Declaration[];
}

/** `sum e over D` and its siblings; `value` is absent for a bare `count over D`. */
export interface Aggregation extends Node {
  readonly kind: 'aggregation';
  readonly name: 'sum' | 'average' | 'min' | 'max' | 'count';
  readonly value?: Ir;
  readonly declarations: readonly Declaration[];
}

export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type TimeUnit =
  | 'millisecond'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'year'
  | 'decade'
  | 'century'
  | 'millennium';

/** Time references of pql.md section 8.1. A chain label stands as `expression` over its variable's timestamp. */
export type TimeRef =
  | { readonly kind: 'now' | 'today' | 'yesterday' | 'tomorrow' }
  | { readonly kind: 'period'; readonly which: 'this' | 'last' | 'next'; readonly unit: TimeUnit }
  | {
      readonly kind: 'offset';
      readonly amount: number;
      readonly unit: TimeUnit;
      readonly direction: 'before' | 'after';
      readonly reference: TimeRef;
    }
  | { readonly kind: 'label'; readonly id: number; readonly name: string }
  | { readonly kind: 'expression'; readonly value: Ir };

/** Time tests of pql.md section 8.3. `and`, `or` and `not` occur in `WHEN` only. */
export type TimeTest =
  | {
      readonly kind: 'distance';
      readonly op: CompareOp;
      readonly amount: number;
      readonly unit: TimeUnit;
      readonly direction: 'before' | 'after' | 'from';
      readonly reference: TimeRef;
    }
  | { readonly kind: 'relation'; readonly direction: 'before' | 'after' | 'from'; readonly reference: TimeRef }
  | { readonly kind: 'on'; readonly reference: TimeRef }
  | { readonly kind: 'between'; readonly from: TimeRef; readonly to: TimeRef }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly TimeTest[] }
  | { readonly kind: 'not'; readonly operand: TimeTest };

/** `subject occurs test`. A subject of type `monthDay` (from `ignoreYear`) is tested by pql.md section 8.5. */
export interface Occurs extends Node {
  readonly kind: 'occurs';
  readonly subject: Ir;
  readonly test: TimeTest;
}

export interface ChainElement {
  readonly label: string;
  /** Variable number of the label, bound to the (last) event of this element in later elements. */
  readonly labelId: number;
  /** Variable number of the event under test, in `what`, `when` and `where`. */
  readonly item: Parameter;
  readonly what: Ir;
  readonly when?: TimeTest;
  readonly where?: Ir;
  readonly count?: { readonly op: CompareOp; readonly value: number };
  readonly span: Span;
}

export interface Chain extends Node {
  readonly kind: 'chain';
  readonly collection: Ir;
  /** Timestamp path inside an element, one name a step. */
  readonly timestamp: readonly string[];
  readonly elements: readonly ChainElement[];
}

/** `@{…}`: caller's context data; always null in the segmentation service. */
export interface ContextReference extends Node {
  readonly kind: 'context';
  readonly name: string;
}
