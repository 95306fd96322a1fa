import { describe, expect, it } from 'vitest';
import { compileQuery, messageOf } from '../../../src/pql/index.ts';

function messages(text: string): readonly string[] {
  return compileQuery(text).diagnostics.map((diagnostic) =>
    messageOf(diagnostic).slice('The PQL expression is not valid: '.length),
  );
}

describe('messages of errors', () => {
  it.each([
    ['', 'expression is empty (line 1, column 1).'],
    [' /* only */ ', 'expression is empty (line 1, column 1).'],
    ['a = 1 b', "mismatched input 'b' expecting <EOF> (line 1, column 7)."],
    ['a =', "mismatched input '<EOF>' expecting an expression (line 1, column 4)."],
    ['a\n  = #1', "token recognition error at: '#' (line 2, column 5)."],
    ['"😀" = 1 x', "mismatched input 'x' expecting <EOF> (line 1, column 9)."],
    ['(a = 1', "mismatched input '<EOF>' expecting ')' (line 1, column 7)."],
    ['nosuch(1)', 'unknown function nosuch (line 1, column 1).'],
    ['name.startsWith()', 'startsWith takes 2 to 3 arguments, got 1 (line 1, column 6).'],
    ['["a"].contains("a")', 'argument 1 of contains must be String, found List<String> (line 1, column 1).'],
    ['true + 1', 'operator + cannot be applied to Boolean and Integer (line 1, column 1).'],
    ['date(2023, 2, 29)', 'date 2023-2-29 does not exist (line 1, column 1).'],
    ['a.matches("(?=x)")', 'regular expression is not valid: look-around is not supported (line 1, column 11).'],
    ['^.a', 'no scope 1 levels up (line 1, column 1).'],
    ['chain(xEvent, timestamp, [A: WHAT(true), A: WHAT(true)])', 'duplicate label A (line 1, column 42).'],
    ['chain(xEvent, timestamp, [A: WHAT(true) WHEN(after A)])', 'label A is not available here (line 1, column 52).'],
  ])('%j: %s', (text, message) => {
    expect(messages(text)[0]).toBe(message);
  });

  it('says what the result must be', () => {
    const { diagnostics } = compileQuery('1 + 1', { resultCheck: true });
    expect(diagnostics.map((diagnostic) => diagnostic.reason)).toEqual(['expression must be boolean, found Integer']);
    expect(compileQuery('select X from orders', { resultCheck: true }).diagnostics).toEqual([]);
  });
});

describe('hints for usual slips', () => {
  it.each([
    ['a == 1', 'write = to compare'],
    ['a <> 1', 'write != for unequal'],
    ['a => 1', 'write >= for greater or equal, (x) => … for a function'],
    ['xs.filter(x => x > 1)', 'write >= for greater or equal, (x) => … for a function'],
    ['a = 1 && b = 2', 'write and'],
    ['a = 1 || b = 2', 'write or'],
    ['name = "Ana', 'close the string with "'],
    ['a = 1 /* open', 'close the comment with */'],
    ['name.strtsWith("a")', 'did you mean startsWith?'],
    ['t occurs <= 3 dyas before now', 'did you mean days?'],
    ['t occurs 3 days ago', 'write before now'],
    ['orders.topN(price)', 'say how many: orders.topN(price, 3)'],
    ['1 < 2 < 3', 'comparisons do not chain: join them with and'],
    ['exists E xEvent where true', 'a quantifier needs from: exists E from xEvent where …'],
    ['code = "a\\wb"', 'write \\\\ for a backslash'],
    ['a = “x”', 'write straight quotes: "text"'],
    ['a = «x»', 'write straight quotes: "text"'],
    ['a is null', 'write x.isNull() or x.isNotNull()'],
    ['a ilike "x"', 'write x.contains("text", false) or x.matches("(?i)text")'],
    [
      'a between 1 and 2',
      'write x >= a and x <= b; times are tested with occurs: t occurs before now, t occurs between a and b',
    ],
    ['t before now', 'times are tested with occurs: t occurs before now, t occurs between a and b'],
    ['t occurs <= 3 days', 'for example before now'],
    ['t occurs in last 3 days', 'write <= 3 days before now for the last 3 days'],
    ['t occurs within 3 days', 'write <= 3 days before now for the last 3 days'],
    ['t occurs last 3 days', 'write <= 3 days before now for the last 3 days'],
    ['t > now()', 'write now without parentheses'],
    ['t > now - 7', 'move a time with addDays(t, n); test it with t occurs <= 7 days before now'],
    ['a contains "x"', 'call functions with parentheses: x.contains("text")'],
    ['a + "x" = "y"', 'join texts with concat(a, b)'],
    ['a !== 1', 'write = for equal, != for unequal'],
    ['a in (1)', 'write a list: a in [1, 2]'],
    ['if a then 1', 'write if(condition, a, b)'],
    ['a = 1 ? 2 : 3', 'write if(condition, a, b)'],
    ['a = 1;', 'a query is one expression and ends without ;'],
    ['a ≥ 1', 'write >='],
    ['a > .5', 'write 0.5 with its zero'],
    ['a\u200b = 1', 'replace the invisible character U+200B with a plain space'],
    ['orders.count(price > 1)', 'count what a filter leaves: orders[price > 1].count()'],
    ['date("2024-01-01")', 'write date(year, month, day)'],
    ['lower(a)', 'did you mean lowerCase?'],
    ['orders.any(price > 1)', 'did you mean exists?'],
    ['isnull(a)', 'did you mean isNull?'],
    ['foo(1)', undefined],
  ])('%s: %s', (text, hint) => {
    expect(compileQuery(text).diagnostics[0]?.hint).toBe(hint);
  });
});

describe('recovery', () => {
  it.each([
    ['a == 1 and b <> 2 && c = "x', 4],
    ['f(1,, 2) and (b = ) or [1, ]', 3],
    ['chain(xEvent, timestamp, [A: WHEN(today), B: WHAT(), C: WHAT(true)])', 2],
    ['a = 1 b = 2 and c = ', 2],
    ['nosuch(1) and other(2) and 1 + true = 2', 3],
  ])('%s has %d errors', (text, count) => {
    expect(messages(text)).toHaveLength(count);
  });
});
