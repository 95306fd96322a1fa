import { isComparison } from '../check/operators.ts';
import type { Call, Ir } from '../ir.ts';
import { truth } from '../values/value.ts';
import { lambdaOf } from '../walk.ts';
import { compileChain } from './chain.ts';
import { compileComparison } from './comparisons.ts';
import type { Compiler } from './compiler.ts';
import { compileQuantification } from './declarations.ts';
import { cheapFirst } from './effort.ts';
import { compileLoop, isFilter, loopResult, someElement } from './loops.ts';
import { compileInSegment, compileMembership } from './membership.ts';
import { type Js, join, without } from './program.ts';
import { compileStringPredicate } from './strings.ts';
import { compileOccurs } from './time.ts';

/** Compiles an expression for a boolean position: lists that only need to be non-empty are not made. */
export function compileCondition(compiler: Compiler, ir: Ir): Js {
  const { js } = compiler;
  switch (ir.kind) {
    case 'and':
      return logical(compiler, ir.operands, ' && ', true);
    case 'or':
      return logical(compiler, ir.operands, ' || ', false);
    case 'not':
      return js`!${compiler.condition(ir.operand)}`;
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

function asTruth(compiler: Compiler, ir: Ir): Js {
  return compiler.js`${truth}(${compiler.value(ir)})`;
}

function logical(compiler: Compiler, operands: readonly Ir[], operator: string, empty: boolean): Js {
  if (operands.length === 0) return compiler.js`${empty}`;
  return compiler.js`(${join(
    cheapFirst(operands).map((operand) => compiler.condition(operand)),
    operator,
  )})`;
}

/** The calls that have a Boolean form of their own; undefined for all others. */
export function predicate(compiler: Compiler, ir: Call): Js | undefined {
  const { name, args } = ir;
  const [first, second] = args;
  if (first === undefined) return undefined;
  if (isFilter(ir)) return someElement(compiler, ir);
  if (name === 'exists') return exists(compiler, ir, first);
  if (name === 'inSegment') return compileInSegment(compiler, first);
  if (name === 'isNull') return compiler.js`(${compiler.value(first)} === null)`;
  if (name === 'isNotNull') return compiler.js`(${compiler.value(first)} !== null)`;
  if (second === undefined) return undefined;
  if (isComparison(name)) return compileComparison(compiler, name, first, second);
  if (name === 'in' || name === 'notIn') return compileMembership(compiler, first, second, name === 'notIn');
  return compileStringPredicate(compiler, name, args);
}

function exists(compiler: Compiler, ir: Call, collection: Ir): Js | undefined {
  const lambda = lambdaOf(ir.args);
  if (lambda === undefined) return someElement(compiler, collection);
  const [item, second] = lambda.params;
  if (item === undefined || second !== undefined) return undefined;
  const { js } = compiler;
  const variable = compiler.variable(item.id);
  const loop = compileLoop(compiler, collection, 'anyOrder', (element) => {
    const test = js`const ${variable} = ${element}; if (${compiler.condition(lambda.body)}) return true;`;
    return without(test, [variable]);
  });
  return loopResult(compiler, js``, loop, js`false`);
}
