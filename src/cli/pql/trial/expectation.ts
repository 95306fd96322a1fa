import type { Ir } from '../../../pql/index.ts';

/** Numbers are compared within this distance (pql.md section 12). */
const TOLERANCE = 1e-9;

/** A condition, and whether it has to hold. */
export interface Expectation {
  readonly condition: Ir;
  readonly holds: boolean;
}

/**
 * What a batch evaluation can be asked to tell whether an expression has a value. A batch run decides conditions, so
 * that a condition is taken as it is, and any other expression is compared with its value by the operators of the
 * language: element by element, entry by entry, numbers within the tolerance.
 */
export function expectationOf(ir: Ir, expected: unknown): Expectation {
  if (ir.type.kind === 'boolean' && typeof expected === 'boolean') return { condition: ir, holds: expected };
  return { condition: new Comparison(ir).hasValue(ir, expected), holds: true };
}

class Comparison {
  readonly #span: Ir['span'];

  constructor({ span }: Ir) {
    this.#span = span;
  }

  hasValue(ir: Ir, expected: unknown): Ir {
    if (expected === null) return this.#call('isNull', 'boolean', ir);
    if (typeof expected === 'number') return this.#isNumber(ir, expected);
    if (Array.isArray(expected)) return this.#hasElements(ir, expected);
    if (typeof expected === 'object') return this.#hasEntries(ir, Object.entries(expected));
    return this.#call('=', 'boolean', ir, this.#literal(expected));
  }

  #isNumber(ir: Ir, expected: number): Ir {
    if (Number.isInteger(expected)) return this.#call('=', 'boolean', ir, this.#literal(expected));
    return this.#all([
      this.#call('>=', 'boolean', ir, this.#literal(expected - TOLERANCE)),
      this.#call('<=', 'boolean', ir, this.#literal(expected + TOLERANCE)),
    ]);
  }

  #hasElements(ir: Ir, expected: readonly unknown[]): Ir {
    const size = this.#call('countWithNull', 'integer', ir);
    return this.#all([
      this.#call('=', 'boolean', size, this.#literal(expected.length)),
      ...expected.map((value, index) => this.hasValue(this.#call('elementAt', 'any', ir, this.#literal(index)), value)),
    ]);
  }

  #hasEntries(ir: Ir, expected: readonly (readonly [string, unknown])[]): Ir {
    const keys = this.#call('keys', 'any', ir);
    return this.#all([
      this.#call('=', 'boolean', this.#call('count', 'integer', keys), this.#literal(expected.length)),
      ...expected.map(([key]) => this.#call('includes', 'boolean', keys, this.#literal(key))),
      ...expected.map(([key, value]) => this.hasValue(this.#call('get', 'any', ir, this.#literal(key)), value)),
    ]);
  }

  #call(name: string, type: 'boolean' | 'integer' | 'any', ...args: readonly Ir[]): Ir {
    return { kind: 'call', name, args, type: { kind: type }, span: this.#span };
  }

  #literal(value: unknown): Ir {
    if (typeof value === 'boolean') return { kind: 'literal', value, type: { kind: 'boolean' }, span: this.#span };
    if (typeof value === 'string') return { kind: 'literal', value, type: { kind: 'string' }, span: this.#span };
    const number = Number(value);
    const type = Number.isInteger(number) ? 'integer' : 'double';
    return { kind: 'literal', value: number, type: { kind: type }, span: this.#span };
  }

  #all(operands: readonly Ir[]): Ir {
    return { kind: 'and', operands, type: { kind: 'boolean' }, span: this.#span };
  }
}
