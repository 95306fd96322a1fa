import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, evaluate } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

const ROOT = { x: 1, xs: [1, 1], a: { a: 1 } };

function repeat(times: number, part: (index: number) => string, separator = ''): string {
  return Array.from({ length: times }, (_, index) => part(index)).join(separator);
}

describe('generated programs', () => {
  it.each([
    ['a long sum', repeat(400, () => 'x', ' + ')],
    ['a long path', `a${'.a'.repeat(400)} = 1`],
    ['many alternatives', repeat(1000, (index) => `x = ${index}`, ' or ')],
    ['many filters', `xs${'[this = 1]'.repeat(400)}.count() = 2`],
    ['filters in filters', `${'xs['.repeat(90)}x = 1${']'.repeat(90)}`],
    ['negations', `${'not '.repeat(95)}x`],
    ['conditions in conditions', `${'if(x = 1, '.repeat(90)}1${', 2)'.repeat(90)}`],
    ['calls in calls', `${'concat('.repeat(90)}"a"${', "b")'.repeat(90)}`],
    ['many declarations', `exists ${repeat(1000, (index) => `V${index} from xs where V${index} = 1`, ', ')}`],
    [
      'many universal declarations',
      `forall ${repeat(1000, (index) => `V${index} from a where V${index}.a = 1`, ', ')}`,
    ],
    ['many aggregated declarations', `sum V999.a over ${repeat(1000, (index) => `V${index} from a`, ', ')}`],
    ['many counted declarations', `count over ${repeat(1000, (index) => `V${index} from a`, ', ')}`],
  ])('are as deep as the language allows: %s', (_, expression) => {
    const ir = irOf(expression);
    expect(compile(ir).evaluate(ROOT, { now: 0 })).toEqual(evaluate(ir, ROOT, { now: 0 }));
  });

  it('read whatever is in names and texts as data', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('"]; throw 1; //', '\\', '\u2028', '__proto__', 'constructor', 'length', '0', "'", '*/'),
    );
    fc.assert(
      fc.property(
        text.filter((name) => !name.includes('`')),
        text,
        (name, value) => {
          const ir = irOf(
            `\`${name}\` = ${JSON.stringify(value)} or a.\`${name}\`.\`${name}\` in [${JSON.stringify(value)}]`,
          );
          for (const root of [
            {},
            { [name]: value },
            { a: [{ [name]: { [name]: value } }] },
            { a: [[value]], [name]: [value] },
          ]) {
            expect(compile(ir).evaluate(root, { now: 0 })).toBe(evaluate(ir, root, { now: 0 }));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('forget the profile that they evaluated, and start anew on the next', () => {
    const query = compile(irOf('xEvent[timestamp occurs <= 1 days before now].count()'));
    const event = (day: number) => ({ timestamp: `2024-05-${day}T00:00:00Z` });
    const at = (day: number) => ({ now: Date.parse(`2024-05-${day}T12:00:00Z`) });
    expect(query.evaluate({ xEvent: [event(11), event(12)] }, at(12))).toBe(1);
    expect(query.evaluate({ xEvent: [event(11), event(12)] }, at(11))).toBe(1);
    expect(query.evaluate({ xEvent: [event(10)] }, at(12))).toBe(0);
    expect(query.evaluate({}, at(12))).toBe(0);
  });
});
