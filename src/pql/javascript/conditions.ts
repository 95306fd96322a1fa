import { isComparison } from '../check/operators.ts';
import type { Call, Ir } from '../ir.ts';
import { truth } from '../values/value.ts';
import { lambdaOf } from '../walk.ts';
import { compileChain } from './chain.ts';
import { compileComparison } from './comparisons.ts';
import type { Compiler, Condition } from './compiler.ts';
import { compileQuantification } from './declarations.ts';
import { compileInSegment, compileMembership } from './membership.ts';
import { compileFilters, compileSource, isFilter } from './sources.ts';
import { compileStringPredicate } from './strings.ts';
import { compileOccurs } from './time.ts';

/** Compiles an expression for a boolean position: lists that only need to be non-empty are not made. */
export function compileCondition(compiler: Compiler, ir: Ir): Condition {
  switch (ir.kind) {
    case 'and':
      return conjunction(ir.operands.map((operand) => compiler.condition(operand)));
    case 'or':
      return disjunction(ir.operands.map((operand) => compiler.condition(operand)));
    case 'not': {
      const operand = compiler.condition(ir.operand);
      return () => !operand();
    }
    case 'occurs':
      return compileOccurs(compiler, ir);
    case 'quantification':
      return compileQuantification(compiler, ir);
    case 'select':
      return compileQuantification(compiler, { ...ir, kind: 'quantification', quantifier: 'some' });
    case 'chain':
      return compileChain(compiler, ir);
    case 'call':
      return predicate(compiler, ir) ?? asTruth(compiler, ir);
    default:
      return asTruth(compiler, ir);
  }
}

function asTruth(compiler: Compiler, ir: Ir): Condition {
  const value = compiler.value(ir);
  return () => truth(value());
}

function conjunction([first, second, ...more]: readonly Condition[]): Condition {
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  const pair = () => first() && second();
  return more.length === 0 ? pair : conjunction([pair, ...more]);
}

function disjunction([first, second, ...more]: readonly Condition[]): Condition {
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  const pair = () => first() || second();
  return more.length === 0 ? pair : disjunction([pair, ...more]);
}

/** The calls that have a Boolean form of their own; undefined for all others. */
export function predicate(compiler: Compiler, ir: Call): Condition | undefined {
  const { name, args } = ir;
  const [first, second] = args;
  if (first === undefined) return undefined;
  if (isFilter(ir)) return someElement(compiler, ir);
  if (name === 'exists') return exists(compiler, ir, first);
  if (name === 'inSegment') return compileInSegment(compiler, first);
  if (name === 'isNull' || name === 'isNotNull') {
    const value = compiler.value(first);
    return name === 'isNull' ? () => value() === null : () => value() !== null;
  }
  if (second === undefined) return undefined;
  if (isComparison(name)) return compileComparison(compiler, name, first, second);
  if (name === 'in' || name === 'notIn') return compileMembership(compiler, first, second, name === 'notIn');
  return compileStringPredicate(compiler, name, args);
}

/** Whether a filter leaves any element. */
function someElement(compiler: Compiler, ir: Ir): Condition {
  const source = compileSource(compiler, ir, 'anyOrder');
  const meets = compileFilters(compiler, source);
  return () => {
    for (const item of source.elements()) if (meets(item)) return true;
    return false;
  };
}

function exists(compiler: Compiler, ir: Call, collection: Ir): Condition | undefined {
  const lambda = lambdaOf(ir.args);
  if (lambda === undefined) return someElement(compiler, collection);
  const [item, second] = lambda.params;
  if (item === undefined || second !== undefined) return undefined;
  const source = compileSource(compiler, collection, 'anyOrder');
  const belongs = compileFilters(compiler, source);
  const holds = compiler.condition(lambda.body);
  const { variables } = compiler.frame;
  return () => {
    for (const element of source.elements()) {
      if (!belongs(element)) continue;
      variables[item.id] = element;
      if (holds()) return true;
    }
    return false;
  };
}
