import type { Ast } from '../ast.ts';
import { formatDate } from '../values/calendar.ts';
import { parseTime } from '../values/time-text.ts';
import { elements, isInteger, type Place, part, type Reader, refuse, spanOf, stop } from './reading.ts';

const TYPES: Readonly<Record<string, string>> = {
  String: 'String',
  Integer: 'Integer',
  Long: 'Integer',
  Short: 'Integer',
  Byte: 'Integer',
  Number: 'Number',
  Double: 'Number',
  Float: 'Number',
  Boolean: 'Boolean',
  List: 'List',
  Null: 'Null',
  Date: 'Date',
  DateTime: 'DateTime',
  XDMObject: 'XDMObject',
};

/** Reads a `literal` node (pql.md section 10.1). */
export function readLiteral(reader: Reader, place: Place): Ast {
  const value = part(place, 'value');
  const span = spanOf(place);
  switch (literalType(place, value)) {
    case 'String':
      return typeof value.value === 'string'
        ? { kind: 'literal', literal: 'string', value: value.value, ...span }
        : refuse(value, 'a string');
    case 'Integer':
      return integerLiteral(value, span);
    case 'Number':
      return doubleLiteral(value, span);
    case 'Boolean':
      return typeof value.value === 'boolean'
        ? { kind: 'literal', literal: 'boolean', value: value.value, ...span }
        : refuse(value, 'a boolean');
    case 'Null':
      return value.value === null || value.value === undefined
        ? { kind: 'literal', literal: 'null', value: null, ...span }
        : refuse(value, 'null');
    case 'List': {
      reader.budget.items(value, reader.budget.limits.listItems, 'list');
      return { kind: 'list', items: elements(value, 0).map(scalar), ...span };
    }
    case 'XDMObject':
      if (typeof value.value !== 'string') return refuse(value, "'profile'");
      if (value.value === 'profile') return { kind: 'parameter', position: 1, ...span };
      return stop(value, 'type', 'SCOPE', `object ${value.value.slice(0, 40)} does not exist`);
    case 'Date':
      return dateCall(value, span);
    case 'DateTime':
      return dateTimeCall(value, span);
    default:
      return refuse(part(place, 'literalType'), 'a literal type');
  }
}

function literalType(place: Place, { value }: Place): string | undefined {
  const written = part(place, 'literalType').value;
  if (written !== undefined)
    return typeof written === 'string' && Object.hasOwn(TYPES, written) ? TYPES[written] : undefined;
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number') return isInteger(value) ? 'Integer' : 'Number';
  if (typeof value === 'boolean') return 'Boolean';
  if (Array.isArray(value)) return 'List';
  return value === null ? 'Null' : undefined;
}

type PlaceSpan = ReturnType<typeof spanOf>;

function integerLiteral(place: Place, span: PlaceSpan): Ast {
  const { value } = place;
  return typeof value === 'number' && isInteger(value)
    ? { kind: 'literal', literal: 'integer', value, ...span }
    : refuse(place, 'an integer');
}

/** Finite: JSON text such as 1e999 is read as infinity, and no text stands for that. */
function doubleLiteral(place: Place, span: PlaceSpan): Ast {
  const { value } = place;
  return typeof value === 'number' && Number.isFinite(value)
    ? { kind: 'literal', literal: 'double', value, ...span }
    : refuse(place, 'a number');
}

function scalar(place: Place): Ast {
  const { value } = place;
  const span = spanOf(place);
  if (typeof value === 'string') return { kind: 'literal', literal: 'string', value, ...span };
  if (typeof value === 'boolean') return { kind: 'literal', literal: 'boolean', value, ...span };
  if (value === null) return { kind: 'literal', literal: 'null', value, ...span };
  if (typeof value !== 'number') return refuse(place, 'a scalar');
  return isInteger(value) ? integerLiteral(place, span) : doubleLiteral(place, span);
}

/** A Date literal is the call `date(y, m, d)`: text has no literal for it. */
function dateCall(place: Place, span: PlaceSpan): Ast {
  const { value } = place;
  const valid = typeof value === 'string' && value.length === 10 && !Number.isNaN(parseTime(value));
  if (!valid) return refuse(place, 'YYYY-MM-DD');
  const args = formatDate(parseTime(value))
    .split('-')
    .map((digits): Ast => ({ kind: 'literal', literal: 'integer', value: Number(digits), ...span }));
  return { kind: 'call', name: 'date', nameSpan: span, args, ...span };
}

/** A DateTime literal is the call `"…".addSeconds(0)`, which makes a DateTime of text. */
function dateTimeCall(place: Place, span: PlaceSpan): Ast {
  const { value } = place;
  if (typeof value !== 'string' || Number.isNaN(parseTime(value))) return refuse(place, 'an ISO date-time');
  const args: readonly Ast[] = [
    { kind: 'literal', literal: 'string', value, ...span },
    { kind: 'literal', literal: 'integer', value: 0, ...span },
  ];
  return { kind: 'call', name: 'addSeconds', nameSpan: span, args, ...span };
}
