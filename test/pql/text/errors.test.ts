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
    ['a => 1', 'write >= for greater or equal'],
    ['a = 1 && b = 2', 'write and'],
    ['a = 1 || b = 2', 'write or'],
    ['name = "Ana', 'close the string with "'],
    ['a = 1 /* open', 'close the comment with */'],
    ['name.strtsWith("a")', 'did you mean startsWith?'],
    ['t occurs <= 3 dyas before now', 'did you mean day?'],
    ['t occurs 3 days ago', 'write before now'],
    ['orders.topN(price)', 'say how many: orders.topN(price, 3)'],
    ['1 < 2 < 3', 'comparisons do not chain: join them with and'],
    ['exists E xEvent where true', 'a quantifier needs from: exists E from xEvent where …'],
    ['code = "a\\wb"', 'write \\\\ for a backslash'],
    ['a = “x”', 'write straight quotes: "text"'],
    ['a is null', 'write x.isNull() or x.isNotNull()'],
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
