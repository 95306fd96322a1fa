import { count, extreme } from '../functions/aggregates.ts';
import type { Call, Ir } from '../ir.ts';
import { isList, type PqlValue } from '../values/value.ts';
import { lambdaOf } from '../walk.ts';
import type { Compiler, Value } from './compiler.ts';
import { compileFilters, compileSource, isFilter, type Order } from './sources.ts';

/** `count`, `sum`, `average`, `min` and `max` over filters as one loop without lists in between. */
export function compileAggregate(compiler: Compiler, ir: Call): Value | undefined {
  const [collection] = ir.args;
  if (collection === undefined) return undefined;
  switch (ir.name) {
    case 'count':
      return compileCount(compiler, collection);
    case 'sum':
      return compileSum(compiler, ir, collection, (total) => total);
    case 'average':
      return compileSum(compiler, ir, collection, (total, numbers) => (numbers === 0 ? null : total / numbers));
    case 'min':
      return compileExtreme(compiler, ir, collection, 1);
    case 'max':
      return compileExtreme(compiler, ir, collection, -1);
    default:
      return undefined;
  }
}

function compileCount(compiler: Compiler, collection: Ir): Value {
  const upTo = compileCountUpTo(compiler, collection);
  if (upTo !== undefined) return () => upTo(Number.POSITIVE_INFINITY);
  const value = compiler.value(collection);
  return () => count(value());
}

/** Counts events or the elements that meet filters, but stops at a limit; undefined for other collections. */
export function compileCountUpTo(compiler: Compiler, collection: Ir): ((limit: number) => number) | undefined {
  const loops = collection.kind === 'events' || (collection.kind === 'call' && isFilter(collection));
  if (!loops) return undefined;
  const source = compileSource(compiler, collection, 'anyOrder');
  const meets = compileFilters(compiler, source);
  return (limit) => {
    let found = 0;
    for (const item of source.elements()) {
      if (meets(item) && item !== null) found += 1;
      if (found >= limit) break;
    }
    return found;
  };
}

/** Calls `visit` for the aggregated values: of the expression, lists flattened one level, or the elements. */
function compileVisit(
  compiler: Compiler,
  ir: Call,
  collection: Ir,
  order: Order,
): (visit: (value: PqlValue) => void) => void {
  const source = compileSource(compiler, collection, order);
  const meets = compileFilters(compiler, source);
  const lambda = lambdaOf(ir.args);
  const item = lambda?.params[0]?.id ?? 0;
  const expression = lambda === undefined ? undefined : compiler.value(lambda.body);
  const { variables } = compiler.frame;
  return (visit) => {
    for (const element of source.elements()) {
      if (!meets(element)) continue;
      variables[item] = element;
      const value = expression === undefined ? element : expression();
      if (expression !== undefined && isList(value)) for (const part of value) visit(part);
      else visit(value);
    }
  };
}

function compileSum(
  compiler: Compiler,
  ir: Call,
  collection: Ir,
  finish: (total: number, numbers: number) => number | null,
): Value {
  const each = compileVisit(compiler, ir, collection, 'anyOrder');
  let total = 0;
  let numbers = 0;
  const add = (value: PqlValue) => {
    if (typeof value !== 'number') return;
    total += value;
    numbers += 1;
  };
  return () => {
    total = 0;
    numbers = 0;
    each(add);
    return finish(total, numbers);
  };
}

function compileExtreme(compiler: Compiler, ir: Call, collection: Ir, sign: 1 | -1): Value {
  const each = compileVisit(compiler, ir, collection, 'ordered');
  return () => {
    const values: PqlValue[] = [];
    each((value) => {
      values.push(value);
    });
    return extreme(values, sign);
  };
}
