import { isComparison, isOperator } from '../check/operators.ts';
import type { FunctionDeclaration, ItemFunction } from '../functions/declaration.ts';
import { FUNCTIONS } from '../functions/registry.ts';
import { arithmetic } from '../interpreter/operators.ts';
import type { Call } from '../ir.ts';
import { adopt, holdsTime } from '../values/adopt.ts';
import { compare } from '../values/compare.ts';
import type { PqlValue } from '../values/value.ts';
import { lambdaOf } from '../walk.ts';
import { compileAggregate } from './aggregates.ts';
import type { Compiler, Value } from './compiler.ts';
import { compileFilters, compileSource, isFilter } from './sources.ts';

/** The value of an operator or a function. */
export function compileCall(compiler: Compiler, ir: Call): Value {
  const { name } = ir;
  if (isOperator(name)) return compileOperator(compiler, ir);
  if (isFilter(ir)) return compileFilter(compiler, ir);
  const aggregate = compileAggregate(compiler, ir);
  if (aggregate !== undefined) return aggregate;
  const declaration = FUNCTIONS.get(name);
  if (declaration === undefined) throw new Error(`no function ${name}`);
  const applied = apply(compiler, declaration, ir);
  return declaration.over === 'values' && holdsTime(ir.type) ? () => adopt(applied(), ir.type) : applied;
}

function compileOperator(compiler: Compiler, { name, args }: Call): Value {
  const [left, right] = args.map((arg) => compiler.value(arg));
  if (left === undefined) return () => null;
  if (right === undefined) return () => arithmetic('-', 0, left());
  return isComparison(name) ? () => compare(name, left(), right()) : () => arithmetic(name, left(), right());
}

/** The elements that meet all conditions of nested filters. */
function compileFilter(compiler: Compiler, ir: Call): Value {
  const source = compileSource(compiler, ir, 'ordered');
  const meets = compileFilters(compiler, source);
  return () => {
    const kept: PqlValue[] = [];
    for (const item of source.elements()) if (meets(item)) kept.push(item);
    return kept;
  };
}

/** Calls the implementation that the interpreter uses. */
function apply(compiler: Compiler, declaration: FunctionDeclaration, { args }: Call): Value {
  const values = args.filter((arg) => arg.kind !== 'lambda').map((arg) => compiler.value(arg));
  if (declaration.over === 'values') {
    const { frame } = compiler;
    const [first, second] = values;
    if (first === undefined) return () => declaration.apply([], frame);
    if (second === undefined) return () => declaration.apply([first()], frame);
    return () =>
      declaration.apply(
        values.map((value) => value()),
        frame,
      );
  }
  const item = compileItemFunction(compiler, args);
  const [collection, ...rest] = values;
  return () =>
    declaration.apply(
      collection?.() ?? null,
      item,
      rest.map((value) => value()),
    );
}

function compileItemFunction(compiler: Compiler, args: Call['args']): ItemFunction | undefined {
  const lambda = lambdaOf(args);
  if (lambda === undefined) return undefined;
  const { frame } = compiler;
  const { variables } = frame;
  const [first, second] = lambda.params;
  const body = compiler.value(lambda.body);
  return {
    arity: second === undefined ? 1 : 2,
    type: lambda.body.type,
    call: (item, other) => {
      frame.charge(1);
      if (first !== undefined) variables[first.id] = item;
      if (second !== undefined) variables[second.id] = other;
      return body();
    },
  };
}
