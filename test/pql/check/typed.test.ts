import { describe, expect, it } from 'vitest';
import { typeName } from '../../../src/pql/check/types.ts';
import { compileQuery } from '../../../src/pql/index.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';

function compile(text: string) {
  return compileQuery(text, { schema: SAMPLE_SCHEMA });
}

describe('types of expressions over a schema', () => {
  it.each([
    ['name', 'String'],
    ['age', 'Integer'],
    ['age + 1', 'Integer'],
    ['age / 2', 'Double'],
    ['score * age', 'Double'],
    ['born', 'Date'],
    ['xEvent.timestamp', 'List<DateTime>'],
    ['orders.items.sku', 'List<String>'],
    ['orders[price > 1].head().price', 'Double'],
    ['orders.map(id)', 'List<Integer>'],
    ['orders.max(placed)', 'DateTime'],
    ['orders.groupBy(id).get("1")', 'List<Object>'],
    ['limits.a', 'Double'],
    ['limits.values()', 'List<Double>'],
    ['limits.filter((k, v) => v > 1)', 'Map<String, Double>'],
    ['segmentMembership.ups.s1.status', 'String'],
    ['if(active, 1, 2.5)', 'Double'],
    ['if(active, 1, "a")', 'Any'],
    ['(P) => P.address.city', 'String'],
    ['$1.xEvent', 'List<Object>'],
    ['sum X.price over X from orders', 'Double'],
    ['select E from xEvent', 'List<Object>'],
    ['`xdm:name`', 'String'],
  ])('%s is %s', (text, type) => {
    const { ir, diagnostics } = compile(text);
    expect(diagnostics).toEqual([]);
    expect(ir && typeName(ir.type)).toBe(type);
  });
});

describe('errors over a schema', () => {
  it.each([
    ['nme = "a"', 'unknown field nme'],
    ['address.town = "a"', 'unknown field address.town'],
    ['name.first = "a"', 'unknown field name.first'],
    ['orders.items.size > 1', 'unknown field orders.items.size'],
    ['xEvent[age > 1].count() > 1', 'unknown field age'],
    ['chain(xEvent, time, [A: WHAT(true)])', 'unknown field time'],
    ['age = true', 'operator = cannot be applied to Integer and Boolean'],
    ['tags < ["a"]', 'operator < cannot be applied to List<String> and List<String>'],
    ['name and active', 'operator and cannot be applied to String'],
    ['age in name', 'operator in cannot be applied to Integer and String'],
    ['tags.distinct() = "a"', 'operator = cannot be applied to List<String> and String'],
    ['age occurs today', 'argument 1 of occurs must be Date or DateTime, found Integer'],
    ['age.contains("1")', 'argument 1 of contains must be String, found Integer'],
    ['name.count()', 'argument 1 of count must be List, Map or Object, found String'],
    ['orders.topN(price, 1.5)', 'argument 3 of topN must be Integer, found Double'],
    ['tags.upperCase()', 'argument 1 of upperCase must be String, found List<String>'],
  ])('%s: %s', (text, reason) => {
    expect(compile(text).diagnostics[0]?.reason).toBe(reason);
  });

  it('suggests the nearest field', () => {
    expect(compile('adress.city = "a"').diagnostics[0]?.hint).toBe('did you mean address?');
  });

  it('reads names of inherited properties as unknown fields', () => {
    expect(compile('constructor.name = "a"').diagnostics[0]?.reason).toBe('unknown field constructor');
  });
});

describe('warnings', () => {
  it.each([
    ['tags = "a"', ['IMPLICIT_ANY']],
    ['orders.price > 5', ['IMPLICIT_ANY']],
    ['name = null', ['NULL_COMPARISON']],
    ['age = "abc"', ['ALWAYS_FALSE']],
    ['born < "soon"', ['ALWAYS_FALSE']],
    ['false and active', ['UNREACHABLE']],
    ['if(true, 1, 2) > 1', ['UNREACHABLE']],
    ['orders.count() > 1 and orders.sum(price) > 1 and tags.count() > 1 and numbers.sum() > 1', ['AGGREGATIONS']],
    ['age = 30', []],
  ])('%s: %j', (text, codes) => {
    const { ir, warnings } = compile(text);
    expect(ir).toBeDefined();
    expect(warnings.map((warning) => warning.code)).toEqual(codes);
  });
});
