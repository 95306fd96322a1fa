import { describe, expect, it } from 'vitest';
import { EXAMPLE_NOW, EXAMPLE_ROOT } from '../../src/pql/functions/reference.ts';
import { FUNCTION_GROUPS } from '../../src/pql/functions/registry.ts';
import { compile, evaluate, valueToJson } from '../../src/pql/index.ts';
import { irOf } from './query.ts';
import { documentation } from './reference-file.ts';

const declarations = FUNCTION_GROUPS.flatMap((group) => group.functions);
const options = { now: Date.parse(EXAMPLE_NOW) };

describe('declared functions', () => {
  it.each(declarations)('$name: its example has the value that it says', ({ example: [expression, value] }) => {
    const ir = irOf(expression);
    expect(valueToJson(evaluate(ir, EXAMPLE_ROOT, options))).toEqual(JSON.parse(value));
    expect(valueToJson(compile(ir).evaluate(EXAMPLE_ROOT, options))).toEqual(JSON.parse(value));
  });

  it.each([
    ['"a😀b".replace("", "-")', '-a-😀-b-'],
    ['"".replace("", "-")', '-'],
    ['"a😀b".replaceAll("x*", "-")', '-a-😀-b-'],
    ['"a😀b".split("")', ['a', '😀', 'b']],
    ['"😀b".indexOf("b")', 1],
    ['"😀b".lastIndexOf("")', 2],
    ['"😀b".regexGroup("^(.)")', '😀'],
  ])('%s takes texts as code points', (expression, value) => {
    const ir = irOf(expression);
    expect(valueToJson(evaluate(ir, {}, options))).toEqual(value);
    expect(valueToJson(compile(ir).evaluate({}, options))).toEqual(value);
  });

  it('are named once', () => {
    const names = declarations.map((declaration) => declaration.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are in docs/pql.md as declared; run node test/pql/reference-file.ts', () => {
    const { current, wanted } = documentation();
    expect(current).toBe(wanted);
  });
});
