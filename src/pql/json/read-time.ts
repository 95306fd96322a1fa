import type { TimeRef, TimeTest } from '../ast.ts';
import type { CompareOp, TimeUnit } from '../ir.ts';
import {
  deeper,
  elements,
  integer,
  isRecord,
  oneOf,
  type Place,
  part,
  type Reader,
  refuse,
  spanOf,
} from './reading.ts';

export const COMPARISONS: readonly CompareOp[] = ['=', '!=', '<', '<=', '>', '>='];

const UNITS: readonly TimeUnit[] = [
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
  'decade',
  'century',
  'millennium',
];

const TESTS = ['distance', 'relation', 'on', 'between', 'and', 'or', 'not'] as const;
const DIRECTIONS = ['before', 'after', 'from'] as const;
const REFERENCES = ['now', 'today', 'yesterday', 'tomorrow', 'this', 'last', 'next', 'offset'] as const;

/** Reads a `timeTest` node. */
export function readTimeTest(reader: Reader, place: Place): TimeTest {
  reader.budget.enter(place);
  const span = spanOf(place);
  if (!isRecord(place.value) || place.value.nodeType !== 'timeTest') return refuse(place, 'timeTest');
  const reference = () => readTimeRef(reader, deeper(part(place, 'reference')));
  const kind = oneOf(part(place, 'test'), TESTS);
  switch (kind) {
    case 'distance':
      return {
        kind,
        op: oneOf(part(place, 'op'), COMPARISONS),
        amount: integer(part(place, 'amount'), 0),
        unit: oneOf(part(place, 'unit'), UNITS),
        direction: oneOf(part(place, 'direction'), DIRECTIONS),
        reference: reference(),
        ...span,
      };
    case 'relation':
      return { kind, direction: oneOf(part(place, 'direction'), DIRECTIONS), reference: reference(), ...span };
    case 'on':
      return { kind, reference: reference(), ...span };
    case 'between': {
      const from = readTimeRef(reader, deeper(part(place, 'from')));
      return { kind, from, to: readTimeRef(reader, deeper(part(place, 'to'))), ...span };
    }
    case 'and':
    case 'or': {
      const operands = elements(part(place, 'params'), 1).map((item) => readTimeTest(reader, deeper(item)));
      const [first] = operands;
      return operands.length === 1 && first !== undefined ? first : { kind, operands, ...span };
    }
    case 'not':
      return { kind, operand: readTimeTest(reader, deeper(part(place, 'param'))), ...span };
  }
}

/** Reads a `timeRef` node, or any expression in its place. */
function readTimeRef(reader: Reader, place: Place): TimeRef {
  const span = spanOf(place);
  if (!isRecord(place.value) || place.value.nodeType !== 'timeRef') {
    return { kind: 'expression', value: reader.node(place), ...span };
  }
  reader.budget.enter(place);
  const ref = oneOf(part(place, 'ref'), REFERENCES);
  switch (ref) {
    case 'this':
    case 'last':
    case 'next':
      return { kind: 'period', which: ref, unit: oneOf(part(place, 'unit'), UNITS), ...span };
    case 'offset':
      return {
        kind: 'offset',
        amount: integer(part(place, 'amount'), 0),
        unit: oneOf(part(place, 'unit'), UNITS),
        direction: oneOf(part(place, 'direction'), ['before', 'after'] as const),
        reference: readTimeRef(reader, deeper(part(place, 'reference'))),
        ...span,
      };
    default:
      return { kind: ref, ...span };
  }
}
