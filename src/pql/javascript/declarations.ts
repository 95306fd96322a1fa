import { average, extreme, sum } from '../functions/aggregates.ts';
import type { Aggregation, Declaration, Quantification, Select } from '../ir.ts';
import { isList, type PqlValue } from '../values/value.ts';
import type { Compiler, Condition, Value } from './compiler.ts';
import { compileFilters, compileSource, type Order } from './sources.ts';

/** A loop over the elements of one declaration that meet its condition. */
interface Loop {
  /** Runs `found` for each element, bound to the variable, until it gives true; tells whether it did. */
  some(found: Condition): boolean;
  /** Whether the condition holds for every element, and `found` gives true for each. */
  every(found: Condition): boolean;
}

function compileLoop(compiler: Compiler, { variable, domain, condition }: Declaration, order: Order): Loop {
  const { frame } = compiler;
  const source = compileSource(compiler, domain, order);
  const belongs = compileFilters(compiler, source);
  const holds = condition === undefined ? () => true : compiler.condition(condition);
  const { variables } = frame;
  return {
    some(found) {
      for (const item of source.elements()) {
        if (!belongs(item)) continue;
        variables[variable.id] = item;
        if (holds() && found()) return true;
      }
      return false;
    },
    every(found) {
      for (const item of source.elements()) {
        if (!belongs(item)) continue;
        variables[variable.id] = item;
        if (!holds() || !found()) return false;
      }
      return true;
    },
  };
}

const accept: Condition = () => true;

/** True if some choice of all variables satisfies all conditions and `found`. */
function someChoice(
  compiler: Compiler,
  declarations: readonly Declaration[],
  found: Condition,
  order: Order = 'anyOrder',
): Condition {
  return declarations
    .map((declaration) => compileLoop(compiler, declaration, order))
    .reduceRight<Condition>((inner, loop) => () => loop.some(inner), found);
}

export function compileQuantification(compiler: Compiler, ir: Quantification): Condition {
  switch (ir.quantifier) {
    case 'some':
      return someChoice(compiler, ir.declarations, accept);
    case 'none': {
      const some = someChoice(compiler, ir.declarations, accept);
      return () => !some();
    }
    case 'all':
      return ir.declarations
        .map((declaration) => compileLoop(compiler, declaration, 'anyOrder'))
        .reduceRight<Condition>((inner, loop) => () => loop.every(inner), accept);
    case 'one': {
      const selected = compileSelect(compiler, { ...ir, kind: 'select' });
      return () => selected().length === 1;
    }
  }
}

/** The elements of the first list that have a satisfying choice of the later variables. */
export function compileSelect(compiler: Compiler, ir: Select): () => readonly PqlValue[] {
  const [first, ...rest] = ir.declarations;
  if (first === undefined) return () => [];
  const { variables } = compiler.frame;
  const loop = compileLoop(compiler, first, 'ordered');
  const inner = someChoice(compiler, rest, accept);
  return () => {
    const selected: PqlValue[] = [];
    loop.some(() => {
      const item = variables[first.variable.id] ?? null;
      if (inner()) selected.push(item);
      return false;
    });
    return selected;
  };
}

export function compileAggregation(compiler: Compiler, ir: Aggregation): Value {
  const value = ir.value === undefined ? undefined : compiler.value(ir.value);
  if (ir.name === 'count') {
    let found = 0;
    const choices = someChoice(compiler, ir.declarations, () => {
      if (value === undefined || value() !== null) found += 1;
      return false;
    });
    return () => {
      found = 0;
      choices();
      return found;
    };
  }
  let results: PqlValue[] = [];
  const choices = someChoice(
    compiler,
    ir.declarations,
    () => {
      const result = value?.() ?? null;
      if (isList(result)) results.push(...result);
      else results.push(result);
      return false;
    },
    'ordered',
  );
  const { name } = ir;
  return () => {
    results = [];
    choices();
    if (name === 'sum') return sum(results);
    if (name === 'average') return average(results);
    return extreme(results, name === 'min' ? 1 : -1);
  };
}
