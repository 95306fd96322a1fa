import { describe, expect, it } from 'vitest';
import { compileQuery, print, toJson } from '../../src/pql/index.ts';
import { evaluate } from '../../src/pql/interpreter/interpreter.ts';
import { valueToJson } from '../../src/pql/values/value.ts';
import { caseRows, conformanceRows } from './conformance.ts';
import { irOf, withoutSpans } from './query.ts';

const rows = [...conformanceRows(), ...caseRows()].filter(
  ({ expression }) => compileQuery(expression).ir !== undefined,
);

describe('laws of text and JSON over the conformance rows', () => {
  it.each(rows)('$id: $expression', ({ expression, profile, now }) => {
    const original = irOf(expression);
    const text = print(original);
    const json = toJson(original);
    const value = valueToJson(evaluate(original, profile, { now }));

    const fromText = irOf(text);
    expect(print(fromText)).toBe(text);
    expect(withoutSpans(fromText)).toEqual(withoutSpans(original));

    const fromJson = irOf(json, { format: 'pql/json' });
    const throughJson = print(fromJson);
    expect(print(irOf(toJson(irOf(throughJson)), { format: 'pql/json' }))).toBe(throughJson);
    expect(toJson(irOf(throughJson))).toBe(json);
    expect(valueToJson(evaluate(fromJson, profile, { now }))).toEqual(value);
  });
});
