import type { Aggregation, Declaration, Quantification, Select } from '../ir.ts';
import { accumulatorOf, takeFlat } from './aggregates.ts';
import type { Compiler } from './compiler.ts';
import { compileLoop, keptElements, loopResult, type Order } from './loops.ts';
import { type Js, without } from './program.ts';

/** Statements that run `body` for every choice of the variables that satisfies all conditions. */
function everyChoice(compiler: Compiler, declarations: readonly Declaration[], order: Order, body: Js): Js {
  const { js } = compiler;
  return declarations.reduceRight<Js>(
    (inner, declaration) =>
      eachElement(compiler, declaration, order, (condition) => js`if (${condition}) { ${inner} }`),
    body,
  );
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
  return loopResult(
    compiler,
    js``,
    everyChoice(compiler, declarations, 'anyOrder', js`return true;`),
    declarations.length === 0 ? js`true` : js`false`,
  );
}

export function compileQuantification(compiler: Compiler, ir: Quantification): Js {
  const { js } = compiler;
  switch (ir.quantifier) {
    case 'some':
      return someChoice(compiler, ir.declarations);
    case 'none':
      return js`!${someChoice(compiler, ir.declarations)}`;
    case 'all': {
      const loops = ir.declarations.reduceRight<Js>(
        (inner, declaration) =>
          eachElement(compiler, declaration, 'anyOrder', (condition) => js`if (!${condition}) return false; ${inner}`),
        js``,
      );
      return loopResult(compiler, js``, loops, js`true`);
    }
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

/** `sum e over D` and its siblings. */
export function compileAggregation(compiler: Compiler, { name, value, declarations }: Aggregation): Js {
  const { js } = compiler;
  const accumulator = accumulatorOf(compiler, name);
  if (accumulator === undefined) {
    const counted = value === undefined ? js`true` : js`${compiler.value(value)} !== null`;
    const loops = everyChoice(compiler, declarations, 'anyOrder', js`if (${counted}) found += 1;`);
    return loopResult(compiler, js`let found = 0;`, loops, js`found`);
  }
  const take = value === undefined ? js`` : takeFlat(compiler, accumulator, compiler.value(value));
  const loops = everyChoice(compiler, declarations, accumulator.order, take);
  return loopResult(compiler, accumulator.start, loops, accumulator.result);
}
