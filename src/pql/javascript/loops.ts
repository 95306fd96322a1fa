import type { Call as CallNode, Ir } from '../ir.ts';
import { lambdaOf } from '../walk.ts';
import type { Compiler } from './compiler.ts';
import { type Js, join, without } from './program.ts';
import { sortedEvents, storedEvents } from './sources.ts';

/** A list with the conditions that its elements must meet: nested filters are one loop and make no lists. */
interface Source {
  readonly list: Js;
  readonly filters: readonly Filter[];
}

interface Filter {
  /** The element in the condition. */
  readonly item: Js;
  readonly condition: Ir;
}

/** Whether the result of a loop depends on the order of the elements. */
export type Order = 'ordered' | 'anyOrder';

/** Statements that run a body for each element of a list. Events are sorted only where their order matters. */
export function compileLoop(compiler: Compiler, ir: Ir, order: Order, body: (item: Js) => Js): Js {
  const { program, js, frame } = compiler;
  const { list, filters } = sourceOf(compiler, ir, order);
  const [elements, index] = [program.fresh(), program.fresh()];
  const item = filters[0]?.item ?? program.fresh();
  const guards = filters.map((filter, at) => {
    const bind = at === 0 ? js`` : js`const ${filter.item} = ${item};`;
    return js`${bind} if (!${compiler.condition(filter.condition)}) continue;`;
  });
  const loop = js`
    const ${elements} = ${frame}.elements(${list});
    for (let ${index} = 0; ${index} < ${elements}.length; ${index} += 1) {
      const ${item} = ${elements}[${index}];
      ${join(guards, ' ')}
      ${body(item)}
    }`;
  return without(loop, [elements, index, item, ...filters.map((filter) => filter.item)]);
}

/** A function without parameters that loops; gives the piece that calls it. */
export function loopResult({ program, js }: Compiler, before: Js, loop: Js, result: Js): Js {
  return program.fn([], js`${before} ${loop} return ${result};`)();
}

function sourceOf(compiler: Compiler, ir: Ir, order: Order): Source {
  if (ir.kind === 'events') {
    return { list: order === 'ordered' ? sortedEvents(compiler) : storedEvents(compiler), filters: [] };
  }
  if (ir.kind === 'call' && isFilter(ir)) {
    const [collection] = ir.args;
    const lambda = lambdaOf(ir.args);
    const item = lambda?.params[0];
    if (collection !== undefined && lambda !== undefined && item !== undefined) {
      return filtered(sourceOf(compiler, collection, order), compiler.variable(item.id), lambda.body);
    }
  }
  if (ir.kind === 'select' && ir.declarations.length === 1 && ir.declarations[0] !== undefined) {
    const { variable, domain, condition } = ir.declarations[0];
    const source = sourceOf(compiler, domain, order);
    return condition === undefined ? source : filtered(source, compiler.variable(variable.id), condition);
  }
  return { list: compiler.value(ir), filters: [] };
}

/** True for a filter of elements; one of map entries has two parameters. */
export function isFilter({ name, args }: CallNode): boolean {
  return name === 'filter' && lambdaOf(args)?.params.length === 1;
}

function filtered({ list, filters }: Source, item: Js, condition: Ir): Source {
  return { list, filters: [...filters, { item, condition }] };
}

/** The list of the elements for which statements call `kept.push`. Events are sorted after they are chosen. */
export function keptElements(compiler: Compiler, ir: Ir, loop: Js): Js {
  const { js, frame } = compiler;
  return loopResult(compiler, js`const kept = [];`, loop, isOfEvents(ir) ? js`${frame}.inOrder(kept)` : js`kept`);
}

/** The elements that a filter keeps. */
export function filteredElements(compiler: Compiler, ir: CallNode): Js {
  return keptElements(compiler, ir, keepAll(compiler, ir));
}

/** The elements of a list or a single value, events in the order in which they are stored. */
export function unsortedElements(compiler: Compiler, ir: Ir): Js {
  const { js, frame } = compiler;
  if (ir.kind === 'events') return js`${frame}.elements(${storedEvents(compiler)})`;
  if (!isOfEvents(ir)) return js`${frame}.elements(${compiler.value(ir)})`;
  return loopResult(compiler, js`const kept = [];`, keepAll(compiler, ir), js`kept`);
}

function keepAll(compiler: Compiler, ir: Ir): Js {
  return compileLoop(compiler, ir, 'anyOrder', (item) => compiler.js`kept.push(${item});`);
}

/** True for the events and for some of them. */
export function isOfEvents(ir: Ir): boolean {
  if (ir.kind === 'select') return ir.declarations[0] !== undefined && isOfEvents(ir.declarations[0].domain);
  return (
    ir.kind === 'events' || (ir.kind === 'call' && isFilter(ir) && ir.args[0] !== undefined && isOfEvents(ir.args[0]))
  );
}

/** Whether any element is left. */
export function someElement(compiler: Compiler, ir: Ir): Js {
  const { js } = compiler;
  const loop = compileLoop(compiler, ir, 'anyOrder', () => js`return true;`);
  return loopResult(compiler, js``, loop, js`false`);
}
