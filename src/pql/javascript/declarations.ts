import { average, count, extreme, sum } from '../functions/aggregates.ts';
import type { Aggregation, Declaration, Quantification, Select } from '../ir.ts';
import type { PqlValue } from '../values/value.ts';
import { type Accumulator, accumulatorOf, takeFlat } from './aggregates.ts';
import type { Compiler } from './compiler.ts';
import { compileLoop, keptElements, loopResult, type Order } from './loops.ts';
import { type Js, local, without } from './program.ts';

/** Loops that are written inside each other; those further in are functions, which any parser can read. */
const LEVELS = 16;

/** How the loops of declarations are put inside each other. */
interface Nesting {
  readonly order: Order;
  /** What is done for an element, given the condition on it and the loops further in. */
  readonly guard: (condition: Js, inner: Js) => Js;
  /** Calls loops as a function of their own. */
  readonly apart: (inner: Js) => Js;
}

/** Statements that go through the choices of the variables; `body` is run for those that satisfy all conditions. */
function everyChoice(compiler: Compiler, declarations: readonly Declaration[], nesting: Nesting, body: Js): Js {
  return declarations.reduceRight<Js>((inner, declaration, index) => {
    const loop = eachElement(compiler, declaration, nesting.order, (condition) => nesting.guard(condition, inner));
    return index > 0 && index % LEVELS === 0 ? nesting.apart(loop) : loop;
  }, body);
}

/** Statements that run a body for the elements of one declaration; the body gets the condition on them. */
function eachElement(
  compiler: Compiler,
  { variable, domain, condition }: Declaration,
  order: Order,
  body: (condition: Js) => Js,
): Js {
  const { js } = compiler;
  const name = compiler.variable(variable.id);
  return compileLoop(compiler, domain, order, (item) => {
    const holds = condition === undefined ? js`true` : compiler.condition(condition);
    return without(js`const ${name} = ${item}; ${body(holds)}`, [name]);
  });
}

function someChoice(compiler: Compiler, declarations: readonly Declaration[]): Js {
  const { js } = compiler;
  const result = (loops: Js) => loopResult(compiler, js``, loops, js`false`);
  const nesting: Nesting = {
    order: 'anyOrder',
    guard: (condition, inner) => js`if (${condition}) { ${inner} }`,
    apart: (inner) => js`if (${result(inner)}) return true;`,
  };
  return result(everyChoice(compiler, declarations, nesting, js`return true;`));
}

function allChoices(compiler: Compiler, declarations: readonly Declaration[]): Js {
  const { js } = compiler;
  const result = (loops: Js) => loopResult(compiler, js``, loops, js`true`);
  const nesting: Nesting = {
    order: 'anyOrder',
    guard: (condition, inner) => js`if (!${condition}) return false; ${inner}`,
    apart: (inner) => js`if (!${result(inner)}) return false;`,
  };
  return result(everyChoice(compiler, declarations, nesting, js``));
}

export function compileQuantification(compiler: Compiler, ir: Quantification): Js {
  const { js } = compiler;
  switch (ir.quantifier) {
    case 'some':
      return someChoice(compiler, ir.declarations);
    case 'none':
      return js`!${someChoice(compiler, ir.declarations)}`;
    case 'all':
      return allChoices(compiler, ir.declarations);
    case 'one': {
      const loop = selected(compiler, ir.declarations, () => js`if (found) return false; found = true;`);
      return loopResult(compiler, js`let found = false;`, loop, js`found`);
    }
  }
}

/** The elements of the first list that have a satisfying choice of the later variables. */
export function compileSelect(compiler: Compiler, ir: Select): Js {
  const { js } = compiler;
  return keptElements(
    compiler,
    ir,
    selected(compiler, ir.declarations, (item) => js`kept.push(${item});`),
  );
}

/** Statements that run a body for the selected elements. */
function selected(compiler: Compiler, [first, ...rest]: readonly Declaration[], body: (item: Js) => Js): Js {
  const { js } = compiler;
  if (first === undefined) return js``;
  const item = compiler.variable(first.variable.id);
  return eachElement(compiler, first, 'anyOrder', (condition) => {
    const inner = rest.length === 0 ? js`true` : someChoice(compiler, rest);
    return js`if (${condition} && ${inner}) { ${body(item)} }`;
  });
}

/** `sum e over D` and its siblings; many declarations collect the values first. */
export function compileAggregation(compiler: Compiler, { name, value, declarations }: Aggregation): Js {
  const { program, js } = compiler;
  const accumulator =
    declarations.length > LEVELS ? collector(compiler, name) : (accumulatorOf(compiler, name) ?? counter(compiler));
  const nesting: Nesting = {
    order: accumulator.order,
    guard: (condition, inner) => js`if (${condition}) { ${inner} }`,
    apart: (inner) => js`${program.fn([], inner)()};`,
  };
  const result = value === undefined ? js`true` : compiler.value(value);
  const take =
    name === 'count' ? js`{ const v = ${result}; ${accumulator.take} }` : takeFlat(compiler, accumulator, result);
  const loops = everyChoice(compiler, declarations, nesting, take);
  return loopResult(compiler, accumulator.start, without(loops, [COLLECTED]), accumulator.result);
}

function counter({ js }: Compiler): Accumulator {
  return {
    order: 'anyOrder',
    start: js`let found = 0;`,
    take: js`if (v !== null) found += 1;`,
    result: js`found`,
  };
}

/** Known to the functions of the inner loops. */
const COLLECTED = local('collected');

function collector({ js }: Compiler, name: Aggregation['name']): Accumulator {
  const list = js`collected`;
  return {
    order: 'ordered',
    start: js`const ${list} = [];`,
    take: js`${COLLECTED}.push(v);`,
    result: js`${aggregateOf}(${name}, ${list})`,
  };
}

function aggregateOf(name: Aggregation['name'], values: readonly PqlValue[]): PqlValue {
  switch (name) {
    case 'count':
      return count(values);
    case 'sum':
      return sum(values);
    case 'average':
      return average(values);
    case 'min':
      return extreme(values, 1);
    case 'max':
      return extreme(values, -1);
  }
}
