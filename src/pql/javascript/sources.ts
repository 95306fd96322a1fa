import type { Call, Ir } from '../ir.ts';
import { elementsOf, type PqlValue } from '../values/value.ts';
import { lambdaOf } from '../walk.ts';
import type { Compiler, Condition } from './compiler.ts';

/** A list with the conditions that its elements must meet: nested filters are one loop and make no lists. */
export interface Source {
  readonly elements: () => readonly PqlValue[];
  readonly filters: readonly Filter[];
}

export interface Filter {
  /** Variable number of the element in the condition. */
  readonly item: number;
  readonly holds: Condition;
}

/** Whether the result of a loop depends on the order of the elements. */
export type Order = 'ordered' | 'anyOrder';

/** Compiles what a list function loops over. Events are sorted only where their order matters. */
export function compileSource(compiler: Compiler, ir: Ir, order: Order): Source {
  const { frame } = compiler;
  const elements = (list: readonly PqlValue[]) => {
    frame.charge(list.length);
    return list;
  };
  if (ir.kind === 'events') {
    const ordered = order === 'ordered';
    return { elements: ordered ? () => elements(frame.events()) : () => elements(frame.storedEvents()), filters: [] };
  }
  if (ir.kind === 'call' && isFilter(ir)) {
    const [collection] = ir.args;
    const lambda = lambdaOf(ir.args);
    const item = lambda?.params[0];
    if (collection !== undefined && lambda !== undefined && item !== undefined) {
      return filtered(compileSource(compiler, collection, order), {
        item: item.id,
        holds: compiler.condition(lambda.body),
      });
    }
  }
  if (ir.kind === 'select' && ir.declarations.length === 1 && ir.declarations[0] !== undefined) {
    const { variable, domain, condition } = ir.declarations[0];
    const source = compileSource(compiler, domain, order);
    if (condition === undefined) return source;
    return filtered(source, { item: variable.id, holds: compiler.condition(condition) });
  }
  const value = compiler.value(ir);
  return { elements: () => elements(elementsOf(value())), filters: [] };
}

/** True for a filter of elements; one of map entries has two parameters. */
export function isFilter({ name, args }: Call): boolean {
  return name === 'filter' && lambdaOf(args)?.params.length === 1;
}

function filtered({ elements, filters }: Source, filter: Filter): Source {
  return { elements, filters: [...filters, filter] };
}

/** Whether an element meets the conditions of its source; binds it to their variables. */
export function compileFilters({ frame }: Compiler, { filters }: Source): (item: PqlValue) => boolean {
  const { variables } = frame;
  const [first, second, ...more] = filters;
  if (first === undefined) return () => true;
  const one = (item: PqlValue) => {
    variables[first.item] = item;
    return first.holds();
  };
  if (second === undefined) return one;
  const rest = [second, ...more];
  return (item) => {
    if (!one(item)) return false;
    for (const filter of rest) {
      variables[filter.item] = item;
      if (!filter.holds()) return false;
    }
    return true;
  };
}
