import fc from 'fast-check';
import { type RandomScope, scalars } from './scope.ts';
import { among, amount, comparison, join, oneOfPaths, type Text, unit } from './texts.ts';

/** What may follow `occurs`. */
export function timeTestOf(scope: RandomScope): Text {
  const reference = fc.oneof(
    fc.constantFrom(
      'now',
      'today',
      'yesterday',
      'tomorrow',
      'this week',
      'last month',
      'next year',
      'this hour',
      'date(2024, 2, 29)',
    ),
    oneOfPaths(scalars(scope, ['date', 'date-time']), fc.constant('now')),
    join([amount, ' ', unit, ' ', fc.constantFrom('before', 'after'), ' ', fc.constantFrom('now', 'today')]),
  );
  const direction = fc.constantFrom('before', 'after', 'from');
  return among([
    () => join([comparison, ' ', amount, ' ', unit, ' ', direction, ' ', reference]),
    () => join([direction, ' ', reference]),
    () => reference,
    () => join(['between ', reference, ' and ', reference]),
  ]);
}
