import { describe, expect, it } from 'vitest';
import { compilePattern, regularExpression } from '../../../src/pql/values/regular-expression.ts';
import { translatePattern } from '../../../src/pql/values/regular-expression-syntax.ts';

describe('supported patterns', () => {
  it.each([
    ['a.c', 'xabcx', true],
    ['a.c', 'a\nc', false],
    ['(?s)a.c', 'a\nc', true],
    ['(?i)ANA', 'ana', true],
    ['(?m)^b$', 'a\nb', true],
    ['^b$', 'a\nb', false],
    ['[^a-c]+\\d{2,3}?', 'xyz12', true],
    ['\\bcat\\b', 'a cat!', true],
    ['\\p{Lu}\\pL', 'Éa', true],
    ['\\u0041\\x42\\t', 'AB\t', true],
    ['a|b', 'c', false],
    ['(?:ab)+?c', 'ababc', true],
    ['\\.\\$', 'x.$', true],
    ['[\\]\\[]', ']', true],
    ['}', '}', true],
  ])('%s in %j: %s', (pattern, text, found) => {
    expect(regularExpression(pattern)?.test(text)).toBe(found);
  });

  it('counts and reads groups', () => {
    const expression = regularExpression('(?<user>\\w+)@(?:(\\w+)|(\\d+))');
    expect(expression?.groups).toBe(3);
    expect([0, 1, 2, 3, 4].map((group) => expression?.group('ana@mail', group))).toEqual([
      'ana@mail',
      'ana',
      'mail',
      null,
      null,
    ]);
    expect(translatePattern('(?<user>a)')).toEqual({ pattern: '(?P<user>a)', groups: 1 });
  });

  it('replaces literally', () => {
    expect(regularExpression('(a)')?.replaceAll('banana', '$1')).toBe('b$1n$1n$1');
  });
});

describe('refused patterns', () => {
  it.each([
    ['(a)\\1', 'back-references'],
    ['(?<x>a)\\k<x>', 'back-references'],
    ['a(?=b)', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['a++', 'possessive'],
    ['(?>a)', 'atomic'],
    ['\\Qa\\E', '\\Q'],
    ['[a-z&&[^b]]', 'intersection'],
    ['[a[b]]', 'nested'],
    ['a(?i)b', 'inline flags'],
    ['\\p{Klingon}', 'category'],
    ['a{2001}', 'repeat'],
    ['(', 'missing'],
    ['[a', 'closed'],
    ['\\', 'backslash'],
    ['*a', 'argument'],
  ])('%s: %s', (pattern, fault) => {
    expect(compilePattern(pattern)).toEqual({ fault: expect.stringContaining(fault) });
  });

  it('takes linear time on patterns that make others explode', () => {
    const start = performance.now();
    expect(regularExpression('^(a+)+$')?.test(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
