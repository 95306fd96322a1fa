import { describe, expect, it } from 'vitest';
import { check, parse } from '../../src/pql/index.ts';
import { evaluate } from '../../src/pql/interpreter/interpreter.ts';
import { toJson } from '../../src/pql/values/value.ts';
import { conformanceRows, sameResult } from './conformance.ts';

/** Outcome of a row: the value as JSON, or the kind of the first error. */
function outcome(expression: string, profile: unknown, now: number): unknown {
  const { ast, diagnostics } = parse(expression);
  if (ast === undefined) return { error: diagnostics[0]?.kind };
  const checked = check(ast, { text: expression });
  if (checked.ir === undefined) return { error: checked.diagnostics[0]?.kind };
  return { value: toJson(evaluate(checked.ir, profile, { now })) };
}

describe('conformance rows on the interpreter', () => {
  it.each(conformanceRows())('$id $why', ({ expression, profile, now, expect: expected }) => {
    const actual = outcome(expression, profile, now);
    expect(sameResult(actual, expected) ? expected : actual).toEqual(expected);
  });
});
