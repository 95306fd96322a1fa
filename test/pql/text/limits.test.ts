import { describe, expect, it } from 'vitest';
import { compile, compileQuery, evaluate, print, StepLimitExceeded, toJson } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

function codeOf(text: string, format: 'pql/text' | 'pql/json' = 'pql/text'): string | undefined {
  return compileQuery(text, { format }).diagnostics[0]?.code;
}

describe('limits of size', () => {
  it.each([
    ['parentheses', (n: number) => `${'('.repeat(n)}a${')'.repeat(n)}`],
    ['lists', (n: number) => `${'['.repeat(n)}1${']'.repeat(n)}`],
    ['calls', (n: number) => `${'isNull('.repeat(n)}a${')'.repeat(n)}`],
    ['not', (n: number) => `${'not '.repeat(n)}a`],
    ['minus', (n: number) => `${'-'.repeat(n)}a`],
    ['filters', (n: number) => `${'a['.repeat(n)}b${']'.repeat(n)}`],
    ['quantifiers', (n: number) => `${'exists x from l where '.repeat(n)}a`],
    ['let', (n: number) => `${'let x = 1 in '.repeat(n)}x`],
    ['lambdas', (n: number) => `${'a.filter((x) => '.repeat(n)}x${')'.repeat(n)}`],
    ['offsets', (n: number) => `t occurs before ${'1 days before '.repeat(n)}now`],
  ])('nested %s: 64 levels work, 101 and 20,000 are refused', (_, nested) => {
    expect(codeOf(nested(64))).toBeUndefined();
    expect(codeOf(nested(103))).toBe('TOO_DEEP');
    expect(codeOf(nested(20_000).slice(0, 65_000))).toBe('TOO_DEEP');
  });

  it.each([
    ['paths', (n: number) => `a${'.b'.repeat(n)}`],
    ['sums', (n: number) => `a${' + a'.repeat(n)}`],
    ['methods', (n: number) => `a${'.trim()'.repeat(n)}`],
  ])('long %s: 200 steps go all the way, 2,000 are refused', (_, long) => {
    const ir = irOf(long(200));
    expect(print(irOf(toJson(ir), { format: 'pql/json' }))).toBe(print(ir));
    expect(compile(ir).evaluate({}, { now: 0 })).toBe(evaluate(ir, {}, { now: 0 }));
    expect(codeOf(long(2_000))).toBe('TOO_DEEP');
  });

  it('counts bytes, nodes and elements', () => {
    expect(codeOf(`"${'é'.repeat(33_000)}"`)).toBe('TOO_LONG');
    expect(codeOf(Array.from({ length: 6_000 }, () => 'a=1').join(' or '))).toBe('TOO_MANY_NODES');
    expect(codeOf(`[${Array.from({ length: 5_001 }, () => '1').join(',')}]`)).toBe('TOO_MANY_ITEMS');
    const elements = Array.from({ length: 51 }, (_, index) => `E${index}: WHAT(true)`).join(', ');
    expect(codeOf(`chain(xEvent, timestamp, [${elements}])`)).toBe('TOO_MANY_ITEMS');
    const variables = (n: number) => `exists ${'x from l, '.repeat(n - 1)}x from l`;
    expect(codeOf(variables(1_000))).toBeUndefined();
    expect(codeOf(variables(1_001))).toBe('TOO_MANY_ITEMS');
    const json = toJson(irOf(variables(2)));
    expect(compileQuery(json, { format: 'pql/json', limits: { declarations: 1 } }).diagnostics[0]?.code).toBe(
      'TOO_MANY_ITEMS',
    );
    expect(compileQuery('a = 1', { limits: { textBytes: 4 } }).diagnostics[0]?.reason).toBe(
      'expression is too long: 5 bytes, limit 4',
    );
  });

  it('refuses deep JSON without exhausting the stack', () => {
    const deep = (n: number) => `${'{"nodeType":"fnApply","fnName":"not","params":['.repeat(n)}1${']}'.repeat(n)}`;
    expect(codeOf(deep(5_000), 'pql/json')).toBe('TOO_DEEP');
    expect(codeOf('['.repeat(100_000), 'pql/json')).toBe('JSON_SHAPE');
    expect(codeOf(JSON.stringify('x'.repeat(300_000)), 'pql/json')).toBe('TOO_LONG');
  });

  it('gives up an evaluation that takes too many steps', () => {
    const profile = { l: Array.from({ length: 300 }, (_, index) => index) };
    const ir = irOf('(count over a from l, b from l, c from l) > 1');
    expect(() => evaluate(ir, profile, { now: 0, stepLimit: 100_000 })).toThrow(StepLimitExceeded);
    expect(() => compile(ir).evaluate(profile, { now: 0, stepLimit: 100_000 })).toThrow(StepLimitExceeded);
  });
});

describe('time of parsing', () => {
  /** Milliseconds of the fastest of three runs. */
  function fastest(text: string): number {
    const times = [0, 1, 2].map(() => {
      const start = performance.now();
      compileQuery(text);
      return performance.now() - start;
    });
    return Math.min(...times);
  }

  it.each([
    ['unclosed brackets', '('],
    ['unclosed calls', 'f('],
    ['closing brackets', ') '],
    ['words', 'a '],
    ['lambda heads', '(a)=>'],
    ['in lists', 'a in ('],
    ['quotes', '" '],
    ['comment starts', '/* '],
    ['commas', ', '],
    ['wrong characters', '# '],
    ['quantifiers', 'exists a from '],
    ['comprehensions', 'sum (a) over '],
    ['chains', 'chain(a, b, [A: WHAT('],
  ])('is linear in %s', (_, part) => {
    const long = part.repeat(Math.floor(60_000 / part.length));
    const short = long.slice(0, 15_000);
    expect(fastest(long)).toBeLessThan(10 * fastest(short) + 100);
  });
});
