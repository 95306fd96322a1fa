import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, compileQuery, evaluate, print, qualifies, toJson } from '../../src/pql/index.ts';
import { resultText } from './arbitrary/equality.ts';
import { expressionOf } from './arbitrary/expression.ts';
import { misfitsOf, NOW, profileOf } from './arbitrary/profile.ts';
import { SAMPLE_SCHEMA } from './arbitrary/schema.ts';
import { irOf, withoutSpans } from './query.ts';

const { PQL_FUZZ_RUNS = '1500', PQL_FUZZ_SEED } = process.env;
const runs = { numRuns: Number(PQL_FUZZ_RUNS), ...(PQL_FUZZ_SEED !== undefined && { seed: Number(PQL_FUZZ_SEED) }) };
const expressions = expressionOf(SAMPLE_SCHEMA);
const misfits = misfitsOf(SAMPLE_SCHEMA);
const profiles = fc.array(profileOf(SAMPLE_SCHEMA), { minLength: 1, maxLength: 4 });

/** Long enough for the hundred thousand cases of a long run. */
const timeout = 20 * 60_000;

describe('random expressions over random profiles', { timeout }, () => {
  it.each([['typed'], ['schema-less']])('JavaScript equals the interpreter, %s', (mode) => {
    const options = mode === 'typed' ? { schema: SAMPLE_SCHEMA } : {};
    fc.assert(
      fc.property(expressions, profiles, (expression, roots) => {
        const ir = irOf(expression, options);
        const compiled = compile(ir);
        for (const root of roots) {
          const expected = evaluate(ir, root, { now: NOW });
          expect(resultText(compiled.evaluate(root, { now: NOW }))).toBe(resultText(expected));
          expect(compiled.qualifies(root, { now: NOW })).toBe(qualifies(expected));
        }
      }),
      runs,
    );
  });

  it('JavaScript equals the interpreter on data of the wrong types', () => {
    fc.assert(
      fc.property(expressions, fc.array(misfits, { minLength: 1, maxLength: 4 }), (expression, roots) => {
        for (const options of [{}, { schema: SAMPLE_SCHEMA }]) {
          const ir = irOf(expression, options);
          const compiled = compile(ir);
          for (const root of roots) {
            const expected = evaluate(ir, root, { now: NOW });
            expect(resultText(compiled.evaluate(root, { now: NOW }))).toBe(resultText(expected));
            expect(compiled.qualifies(root, { now: NOW })).toBe(qualifies(expected));
          }
        }
      }),
      runs,
    );
  });

  it('prints to text and JSON that mean the same', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const ir = irOf(expression);
        const text = print(ir);
        expect(withoutSpans(irOf(text))).toEqual(withoutSpans(ir));
        expect(print(irOf(text))).toBe(text);
        const json = toJson(ir);
        expect(toJson(irOf(print(irOf(json, { format: 'pql/json' }))))).toBe(json);
      }),
      runs,
    );
  });

  it('reports errors, and never fails, on mutated expressions', () => {
    fc.assert(
      fc.property(
        expressions,
        fc.nat(),
        fc.nat({ max: 6 }),
        fc.string({ unit: 'binary', maxLength: 3 }),
        (text, at, cut, insert) => {
          const place = at % (text.length + 1);
          const mutated = text.slice(0, place) + insert + text.slice(place + cut);
          const { ir, diagnostics } = compileQuery(mutated);
          expect(ir === undefined).toBe(diagnostics.length > 0);
        },
      ),
      runs,
    );
  });
});
