import type { CompareOp, Span, TimeUnit } from './ir.ts';

/**
 * What was written, names not yet resolved. Both pql/text and pql/json are read into it.
 *
 * `variable` comes from JSON only: a reference that must find a variable, not a field.
 */
export type Ast =
  | (Span & {
      readonly kind: 'literal';
      readonly literal: LiteralKind;
      readonly value: string | number | boolean | null;
    })
  | (Span & { readonly kind: 'name'; readonly name: string; readonly quoted: boolean })
  | (Span & { readonly kind: 'variable'; readonly name: string })
  | (Span & { readonly kind: 'this' })
  | (Span & { readonly kind: 'up'; readonly levels: number })
  | (Span & { readonly kind: 'parameter'; readonly position: number })
  | (Span & { readonly kind: 'context'; readonly name: string })
  | (Span & { readonly kind: 'member'; readonly object: Ast; readonly name: string })
  | (Span & { readonly kind: 'wildcard'; readonly object: Ast })
  | (Span & { readonly kind: 'bracket'; readonly object: Ast; readonly index: Ast })
  | (Span & { readonly kind: 'call'; readonly name: string; readonly nameSpan: Span; readonly args: readonly Ast[] })
  | (Span & { readonly kind: 'and' | 'or'; readonly operands: readonly Ast[] })
  | (Span & { readonly kind: 'not'; readonly operand: Ast })
  | (Span & {
      readonly kind: 'lambda';
      readonly params: readonly Variable[];
      readonly body: Ast;
    })
  | (Span & { readonly kind: 'let'; readonly variable: Variable; readonly value: Ast; readonly body: Ast })
  | (Span & { readonly kind: 'list'; readonly items: readonly Ast[] })
  | (Span & { readonly kind: 'object'; readonly entries: readonly Entry[] })
  | (Span & { readonly kind: 'select'; readonly declarations: readonly Declaration[] })
  | (Span & {
      readonly kind: 'quantification';
      readonly quantifier: 'some' | 'all' | 'none' | 'one';
      readonly declarations: readonly Declaration[];
    })
  | (Span & {
      readonly kind: 'aggregation';
      readonly name: AggregateName;
      readonly value?: Ast;
      readonly declarations: readonly Declaration[];
    })
  | (Span & { readonly kind: 'occurs'; readonly subject: Ast; readonly test: TimeTest })
  | ChainNode;

/** `integer` and `double` tell how a number was written. */
export type LiteralKind = 'string' | 'integer' | 'double' | 'boolean' | 'null';

export type AggregateName = 'sum' | 'average' | 'min' | 'max' | 'count';

export type Variable = Span & { readonly name: string };

export type Entry = Span & { readonly name: string; readonly value: Ast };

export type Declaration = Span & { readonly variable: Variable; readonly domain: Ast; readonly condition?: Ast };

export type TimeRef =
  | (Span & { readonly kind: 'now' | 'today' | 'yesterday' | 'tomorrow' })
  | (Span & { readonly kind: 'period'; readonly which: 'this' | 'last' | 'next'; readonly unit: TimeUnit })
  | (Span & {
      readonly kind: 'offset';
      readonly amount: number;
      readonly unit: TimeUnit;
      readonly direction: 'before' | 'after';
      readonly reference: TimeRef;
    })
  | (Span & { readonly kind: 'expression'; readonly value: Ast });

export type Direction = 'before' | 'after' | 'from';

export type TimeTest =
  | (Span & {
      readonly kind: 'distance';
      readonly op: CompareOp;
      readonly amount: number;
      readonly unit: TimeUnit;
      readonly direction: Direction;
      readonly reference: TimeRef;
    })
  | (Span & { readonly kind: 'relation'; readonly direction: Direction; readonly reference: TimeRef })
  | (Span & { readonly kind: 'on'; readonly reference: TimeRef })
  | (Span & { readonly kind: 'between'; readonly from: TimeRef; readonly to: TimeRef })
  | (Span & { readonly kind: 'and' | 'or'; readonly operands: readonly TimeTest[] })
  | (Span & { readonly kind: 'not'; readonly operand: TimeTest });

export type ChainNode = Span & {
  readonly kind: 'chain';
  readonly collection: Ast;
  readonly timestamp: readonly string[];
  readonly elements: readonly ChainElement[];
};

export type ChainElement = Span & {
  readonly label: Variable;
  /** Name of the item variable; only JSON gives one. */
  readonly item?: string;
  readonly what: Ast;
  readonly when?: TimeTest;
  readonly where?: Ast;
  readonly count?: { readonly op: CompareOp; readonly value: number };
};
