import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalidParameter, ServiceError } from '../../errors.ts';
import { kindOf, view } from './schema.ts';
import { describeRule, isValueRule } from './value-rules.ts';

/** The undecoded query of a request, as the router hands it over. */
export interface RawQuery {
  readonly text: string;
}

/**
 * Makes the reader of one query schema, an object of scalars and of arrays of strings.
 *
 * Values are decoded once; of a parameter given twice the last counts, unless the schema has an array for it; unknown
 * parameters are ignored; booleans are read in any case of letters (api-conventions.md sections 1 and 7).
 *
 * @throws ServiceError from the reader: `UPAPI-900001-400`, with one entry a parameter
 */
export function queryReader(schema: TSchema): (query: RawQuery) => Record<string, unknown> {
  const { properties = {}, required = [] } = view(schema);
  const rules = Compile(schema);
  return ({ text }) => {
    const given = decodeQuery(text);
    const problems: Problem[] = [];
    const value: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(properties)) {
      const texts = given.get(name) ?? [];
      const last = texts.at(-1);
      if (last === undefined) {
        const fallback = view(property).default;
        if (fallback !== undefined) value[name] = fallback;
        else if (required.includes(name)) problems.push({ name, text: '', reason: 'It is required.' });
      } else if (kindOf(property) === 'array') value[name] = texts;
      else {
        const { scalar, reason } = readScalar(property, last);
        if (reason === undefined) value[name] = scalar;
        else problems.push({ name, text: last, reason });
      }
    }
    for (const error of [...rules.Errors(value)].filter(isValueRule)) {
      const name = error.instancePath.slice(1);
      problems.push({ name, text: given.get(name)?.at(-1) ?? '', reason: describeRule(error) });
    }
    if (problems.length > 0) throw refuse(problems);
    return value;
  };
}

interface Problem {
  readonly name: string;
  readonly text: string;
  readonly reason: string;
}

function refuse(problems: readonly Problem[]): ServiceError {
  const [first, ...more] = problems.map(({ name, text, reason }) => invalidParameter(name, text, reason));
  if (first === undefined) throw new RangeError('There is no problem to report');
  return new ServiceError(first.code, first.message, { details: more.map((error) => error.message) });
}

function readScalar(schema: TSchema, text: string): { readonly scalar?: unknown; readonly reason?: string } {
  switch (kindOf(schema)) {
    case 'integer': {
      if (!/^-?\d+$/.test(text)) return { reason: 'It must be an integer.' };
      // Beyond what is exact no number makes a difference any more.
      return { scalar: Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number(text), Number.MAX_SAFE_INTEGER)) };
    }
    case 'boolean': {
      const lower = text.toLowerCase();
      if (lower === 'true' || lower === 'false') return { scalar: lower === 'true' };
      return { reason: 'It must be true or false.' };
    }
    default:
      return { scalar: text };
  }
}

/** All values of every parameter, in order. */
function decodeQuery(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [, rawName = '', rawValue = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    const name = decode(rawName, rawName, rawValue);
    values.set(name, [...(values.get(name) ?? []), decode(rawValue, name, rawValue)]);
  }
  return values;
}

function decode(encoded: string, name: string, value: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw invalidParameter(name, value, 'It is not percent-encoded UTF-8.');
  }
}
