import {
  compile,
  compileQuery,
  evaluate,
  type Ir,
  print,
  type QuerySchema,
  qualifies,
  toJson,
  valueToJson,
} from '../../../src/pql/index.ts';
import { resultText } from '../arbitrary/equality.ts';
import { NOW } from '../arbitrary/profile.ts';
import { RECORDS } from '../arbitrary/records.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { irOf, withoutSpans } from '../query.ts';
import type { Results } from './difference.ts';

/** Where a law does not hold. */
export interface Broken {
  /** The profile for which it does not, where that matters. */
  readonly profile?: unknown;
  readonly results: Results;
}

/** Something that holds for every expression and any profiles. */
export interface Law {
  readonly name: string;
  /** What expressions must be valid over. */
  readonly schema?: QuerySchema;
  readonly broken: (expression: string, profiles: readonly unknown[]) => Broken | undefined;
}

const OPTIONS = { now: NOW, records: RECORDS };

function evaluatorsDiffer(ir: Ir, profiles: readonly unknown[]): Broken | undefined {
  const compiled = compile(ir);
  for (const profile of profiles) {
    const expected = evaluate(ir, profile, OPTIONS);
    const actual = compiled.evaluate(profile, OPTIONS);
    const member = compiled.qualifies(profile, OPTIONS);
    if (resultText(actual) === resultText(expected) && member === qualifies(expected)) continue;
    const results = { interpreter: valueToJson(expected), JavaScript: valueToJson(actual), qualifies: member };
    return { profile, results };
  }
  return undefined;
}

/** Different texts of one expression, where it should be one. */
function formsDiffer(expression: string): Broken | undefined {
  const ir = irOf(expression);
  const text = print(ir);
  const json = toJson(ir);
  const reparsed = irOf(text);
  const jsonAgain = toJson(irOf(print(irOf(json, { format: 'pql/json' }))));
  const same =
    JSON.stringify(withoutSpans(reparsed)) === JSON.stringify(withoutSpans(ir)) &&
    print(reparsed) === text &&
    jsonAgain === json;
  return same ? undefined : { results: { text, textAgain: print(reparsed), json, jsonAgain } };
}

/** Milliseconds that an expression of the largest size may take; a hundred times what it does take. */
const LONGEST = 2_000;

function notSoonOrNotPlaced(text: string): Broken | undefined {
  const start = performance.now();
  const { ir, diagnostics } = compileQuery(text);
  const milliseconds = performance.now() - start;
  const placed = diagnostics.every(({ start: from, end }) => from >= 0 && from <= end && end <= text.length);
  const fine = (ir === undefined) === diagnostics.length > 0 && placed && milliseconds < LONGEST;
  return fine ? undefined : { results: { accepted: ir !== undefined, diagnostics, milliseconds } };
}

/** What holds for valid expressions. */
export const LAWS: readonly Law[] = [
  { name: 'text and pql/json are one expression', broken: formsDiffer },
  {
    name: 'JavaScript equals the interpreter, typed',
    schema: SAMPLE_SCHEMA,
    broken: (expression, profiles) => evaluatorsDiffer(irOf(expression, { schema: SAMPLE_SCHEMA }), profiles),
  },
  {
    name: 'JavaScript equals the interpreter, schema-less',
    broken: (expression, profiles) => evaluatorsDiffer(irOf(expression), profiles),
  },
];

/** What holds for any text. */
export const ANY_TEXT: Law = {
  name: 'any text is accepted or refused at a place, in linear time',
  broken: notSoonOrNotPlaced,
};
