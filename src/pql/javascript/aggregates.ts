import { extreme } from '../functions/aggregates.ts';
import type { Call, CompareOp, Ir } from '../ir.ts';
import { lambdaOf } from '../walk.ts';
import type { Compiler } from './compiler.ts';
import { compileLoop, isFilter, loopResult } from './loops.ts';
import { compareNumbers } from './operators.ts';
import { type Js, without } from './program.ts';

/** How an aggregate takes values one by one. */
export interface Accumulator {
  readonly order: 'ordered' | 'anyOrder';
  /** Declares what it keeps. */
  readonly start: Js;
  /** Takes the value `v`. */
  readonly take: Js;
  readonly result: Js;
}

/** The accumulator of `sum`, `average`, `min` or `max`; undefined for any other name. */
export function accumulatorOf({ js }: Compiler, name: string): Accumulator | undefined {
  switch (name) {
    case 'sum':
      return {
        order: 'anyOrder',
        start: js`let total = 0;`,
        take: js`if (typeof v === "number") total += v;`,
        result: js`total`,
      };
    case 'average':
      return {
        order: 'anyOrder',
        start: js`let total = 0; let numbers = 0;`,
        take: js`if (typeof v === "number") { total += v; numbers += 1; }`,
        result: js`(numbers === 0 ? null : total / numbers)`,
      };
    case 'min':
    case 'max':
      return {
        order: 'ordered',
        start: js`const values = [];`,
        take: js`values.push(v);`,
        result: js`${extreme}(values, ${name === 'min' ? 1 : -1})`,
      };
    default:
      return undefined;
  }
}

/** Takes a value, or the elements of a list. */
export function takeFlat({ js }: Compiler, { take }: Accumulator, value: Js): Js {
  return js`{ const r = ${value}; if (Array.isArray(r)) { for (const v of r) { ${take} } } else { const v = r; ${take} } }`;
}

/** `count`, `sum`, `average`, `min` and `max` over filters as one loop without lists in between. */
export function compileAggregate(compiler: Compiler, ir: Call): Js | undefined {
  const { js } = compiler;
  const [collection] = ir.args;
  if (collection === undefined) return undefined;
  if (ir.name === 'count') return isLoop(collection) ? compileCount(compiler, collection) : undefined;
  const accumulator = accumulatorOf(compiler, ir.name);
  if (accumulator === undefined) return undefined;
  const lambda = lambdaOf(ir.args);
  const param = lambda?.params[0];
  const loop = compileLoop(compiler, collection, accumulator.order, (item) => {
    if (lambda === undefined || param === undefined) return js`const v = ${item}; ${accumulator.take}`;
    const variable = compiler.variable(param.id);
    const body = js`const ${variable} = ${item}; ${takeFlat(compiler, accumulator, compiler.value(lambda.body))}`;
    return without(body, [variable]);
  });
  return loopResult(compiler, accumulator.start, loop, accumulator.result);
}

function isLoop(collection: Ir): boolean {
  return collection.kind === 'events' || (collection.kind === 'call' && isFilter(collection));
}

/** Counts events or the elements that meet filters, up to a limit if there is one. */
function compileCount(compiler: Compiler, collection: Ir, limit?: number): Js {
  const { js } = compiler;
  const enough = limit === undefined ? js`` : js`if (found >= ${limit}) return found;`;
  const loop = compileLoop(
    compiler,
    collection,
    'anyOrder',
    (item) => js`if (${item} !== null) { found += 1; ${enough} }`,
  );
  return loopResult(compiler, js`let found = 0;`, loop, js`found`);
}

/** `L.count() op n`, counting no further than the answer needs; undefined for anything else. */
export function compileCounted(compiler: Compiler, op: CompareOp, left: Ir, limit: number): Js | undefined {
  const [collection] = left.kind === 'call' && left.name === 'count' ? left.args : [];
  if (collection === undefined || !isLoop(collection)) return undefined;
  const enough = op === '>=' || op === '<' ? Math.ceil(limit) : Math.floor(limit) + 1;
  const { js } = compiler;
  return js`(${compareNumbers(compiler, op, compileCount(compiler, collection, enough), js`${limit}`)})`;
}
