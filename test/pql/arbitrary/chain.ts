import fc from 'fast-check';
import { amount, comparison, join, type Text, unit } from './texts.ts';

/**
 * A chain over the events; `what` is a condition on one. Some elements compare one of the `fields` of their event with
 * that of the event before.
 */
export function chainOf(what: Text, fields: readonly string[]): Text {
  const count = fc.oneof(
    fc.constant(''),
    join([' COUNT(', fc.constantFrom('', '= ', '!= ', '< ', '<= ', '> ', '>= '), fc.nat({ max: 2 }), ')']),
  );
  const element = (index: number) =>
    fc
      .tuple(what, count, whenOf(index), linkOf(fields))
      .map(([condition, counted, when, link]) => ({ condition, counted, when, link }));
  return fc.tuple(...[0, 1, 2].map(element), fc.integer({ min: 1, max: 3 })).map((drawn) => {
    const elements = drawn.slice(0, 3).filter((part) => typeof part === 'object');
    const size = typeof drawn[3] === 'number' ? drawn[3] : 1;
    const labels = ['A', 'B', 'C'];
    const texts = elements.slice(0, size).map(({ condition, counted, when, link }, index) => {
      const earlier = elements[index - 1];
      const usable = index > 0 && earlier !== undefined && !/COUNT\((=|!|<)/.test(earlier.counted);
      const [window, joined] = [when, link].map((part) =>
        usable || !part.includes('LABEL') ? part.replace('LABEL', labels[index - 1] ?? 'A') : '',
      );
      return `${labels[index]}: WHAT(${condition}${joined})${window}${counted}`;
    });
    return `chain(xEvent, timestamp, [${texts.join(', ')}])`;
  });
}

/** A condition that an element adds to its own, often none; `LABEL` stands for the label before it. */
function linkOf(fields: readonly string[]): Text {
  const compared = fc
    .tuple(fc.constantFrom(...fields), fc.constantFrom('=', '=', '!=', '<'))
    .map(([field, operator]) => ` and ${field} ${operator} LABEL.${field}`);
  return fc.oneof({ arbitrary: fc.constant(''), weight: 3 }, { arbitrary: compared, weight: 1 });
}

/** `WHEN` of an element of a chain; `LABEL` stands for the label before it. */
function whenOf(index: number): Text {
  const relative = index === 0 ? fc.constant('now') : fc.constantFrom('LABEL', 'LABEL', 'LABEL.timestamp');
  return fc.oneof(
    fc.constant(''),
    join([' WHEN(', comparison, ' ', amount, ' ', unit, ' ', fc.constantFrom('before', 'after'), ' ', relative, ')']),
    fc.constant(' WHEN(today or yesterday)'),
  );
}
