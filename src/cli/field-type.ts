import { array, boolean, date, dateTime, double, type FieldNode, integer, map, string } from '../schema/node.ts';
import { CommandError } from './failure.ts';

const SCALARS: Readonly<Record<string, () => FieldNode>> = {
  string,
  integer,
  double,
  boolean,
  date,
  'date-time': dateTime,
};

/** What a field declared on the command line may be. */
export const FIELD_TYPES = `${Object.keys(SCALARS).join(', ')}, array of TYPE, map of TYPE`;

/**
 * Reads `date-time`, `array of string`, `map of double`.
 *
 * @throws CommandError
 */
export function parseFieldType(text: string): FieldNode {
  const [, container, inner = ''] = /^(array|map) of (.+)$/.exec(text) ?? [];
  if (container !== undefined) return (container === 'array' ? array : map)(parseFieldType(inner));
  const scalar = Object.hasOwn(SCALARS, text) ? SCALARS[text] : undefined;
  if (scalar === undefined) throw new CommandError(`There is no type '${text}'. Types are ${FIELD_TYPES}.`);
  return scalar();
}
