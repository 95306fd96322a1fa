import { describe, expect, it } from 'vitest';
import { print } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

describe('canonical text', () => {
  it.each([
    ["name='O\\'Hara'", 'name = "O\'Hara"'],
    ['NOT (a AND b) OR !c', 'not (a and b) or not c'],
    ['((a or b)) and ((c))', '(a or b) and c'],
    ['(a and b) and c', 'a and b and c'],
    ['a-(b-c)-d', 'a - (b - c) - d'],
    ['-(a+b)*2', '-(a + b) * 2'],
    ['1e3 > 5', '1000.0 > 5'],
    ['x in ("a", "b")', 'x in ["a", "b"]'],
    ['x not in [1]', 'x notIn [1]'],
    ['startsWith(name, "a", false)', 'name.startsWith("a", false)'],
    ['exists(orders, price > 1)', 'orders.exists(price > 1)'],
    ['orders.filter(price > 1)', 'orders[price > 1]'],
    ['orders.filter((o) => o.price > 1)', 'orders.filter((o) => o.price > 1)'],
    ['some t from tags : t = "a"', 'exists t from tags where t = "a"'],
    ['all t from tags : t = "a"', 'forall t from tags where t = "a"'],
    ['(exists t from tags where t = "a") and b', '(exists t from tags where t = "a") and b'],
    ['b and (exists t from tags where t = "a")', 'b and exists t from tags where t = "a"'],
    ['(b and (exists t from tags where t = "a")) or c', 'b and (exists t from tags where t = "a") or c'],
    ['exists t from tags where price = 1', 'exists t from tags where price = 1'],
    ['let price = 2 in $1.price = price', 'let price = 2 in $1.price = price'],
    ['orders[let price = 2 in this.price = price]', 'orders[let price = 2 in this.price = price]'],
    ['a[b[^.c = ^^.d]]', 'a[b[^.c = $1.d]]'],
    ['(Profile) => Profile.a = b', 'a = b'],
    ['a.`b-c`.`this`', 'a.`b-c`.`this`'],
    ['e[*].f', 'e.*.f'],
    ['m["k"]', 'm.get("k")'],
    ['t occurs on today', 't occurs today'],
    ['t occurs <= 1 day before now', 't occurs <= 1 days before now'],
    ['t occurs = 2 century before this month', 't occurs = 2 centuries before this month'],
    ['t occurs before `last`', 't occurs before `last`'],
    [
      'CHAIN(xEvent, timestamp, [A: what(x) count(>= 2), B: WHAT(y) COUNT(= 0)])',
      'chain(xEvent, timestamp, [A: WHAT(x) COUNT(2), B: WHAT(y) COUNT(= 0)])',
    ],
    ['(count over X from xEvent where X.a) > 1', '(count over X from xEvent where X.a) > 1'],
    ['sum (X.a + 1) over X from l', 'sum X.a + 1 over X from l'],
    ['sum (-X.a) over X from l', 'sum (-X.a) over X from l'],
    ['{a: 1, "b c": [x]}', '{"a": 1, "b c": [x]}'],
    ['@{ctx;version=1}.a', '@{ctx;version=1}.a'],
    ['9223372036854775807 = 1', '9223372036854775807 = 1'],
    ['t occurs > 9223372036854775807 day before now', 't occurs > 9223372036854775807 days before now'],
    [
      'chain(l, t, [A: WHAT(x) COUNT(> 9223372036854775807)])',
      'chain(l, t, [A: WHAT(x) COUNT(> 9223372036854775807)])',
    ],
    ['"a\\tb\\u0041\\n" = x', '"a\tbA\\n" = x'],
  ])('%s prints as %s', (text, canonical) => {
    expect(print(irOf(text))).toBe(canonical);
    expect(print(irOf(canonical))).toBe(canonical);
  });
});
