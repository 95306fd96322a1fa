import {
  compile,
  compileQuery,
  evaluate,
  type Ir,
  print,
  qualifies,
  toJson,
  valueToJson,
} from '../../../src/pql/index.ts';
import { resultText } from '../arbitrary/equality.ts';
import { NOW } from '../arbitrary/profile.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { irOf, withoutSpans } from '../query.ts';
import type { Results } from './difference.ts';

/** Something that holds for every expression and profile; the results show where it does not. */
export interface Law {
  readonly name: string;
  /** What the evaluators or forms give when they disagree. */
  readonly broken: (expression: string, profile: unknown) => Results | undefined;
}

const OPTIONS = { now: NOW };

function evaluatorsDiffer(ir: Ir, profile: unknown): Results | undefined {
  const expected = evaluate(ir, profile, OPTIONS);
  const compiled = compile(ir);
  const actual = compiled.evaluate(profile, OPTIONS);
  const member = compiled.qualifies(profile, OPTIONS);
  if (resultText(actual) === resultText(expected) && member === qualifies(expected)) return undefined;
  return {
    interpreter: valueToJson(expected),
    JavaScript: valueToJson(actual),
    'JavaScript as a condition': member,
  };
}

/** Different texts of one expression, where it should be one. */
function formsDiffer(expression: string): Results | undefined {
  const ir = irOf(expression);
  const text = print(ir);
  const json = toJson(ir);
  const reparsed = irOf(text);
  const throughJson = print(irOf(json, { format: 'pql/json' }));
  const same =
    JSON.stringify(withoutSpans(reparsed)) === JSON.stringify(withoutSpans(ir)) &&
    print(reparsed) === text &&
    toJson(irOf(throughJson)) === json;
  return same ? undefined : { text, printedAgain: print(reparsed), json, jsonOfText: toJson(irOf(throughJson)) };
}

export const LAWS: readonly Law[] = [
  {
    name: 'JavaScript equals the interpreter, typed',
    broken: (expression, profile) => evaluatorsDiffer(irOf(expression, { schema: SAMPLE_SCHEMA }), profile),
  },
  {
    name: 'JavaScript equals the interpreter, schema-less',
    broken: (expression, profile) => evaluatorsDiffer(irOf(expression), profile),
  },
];

export const FORMS: Law = { name: 'text and pql/json are one expression', broken: formsDiffer };

/** Milliseconds that an expression of the largest size may take; a hundred times what it does take. */
const LONGEST = 2_000;

/** Any text is accepted or refused with a place, in time that is linear in its length. */
export const ANY_TEXT: Law = {
  name: 'any text is accepted or refused at a place, soon',
  broken: (text) => {
    const start = performance.now();
    const { ir, diagnostics } = compileQuery(text);
    const milliseconds = performance.now() - start;
    const placed = diagnostics.every(({ start: from, end }) => from >= 0 && from <= end && end <= text.length);
    const fine = (ir === undefined) === diagnostics.length > 0 && placed && milliseconds < LONGEST;
    return fine ? undefined : { accepted: ir !== undefined, diagnostics, milliseconds };
  },
};
