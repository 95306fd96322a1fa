import { isComparison, isOperator } from '../check/operators.ts';
import type { FunctionDeclaration } from '../functions/declaration.ts';
import { FUNCTIONS } from '../functions/registry.ts';
import { arithmetic } from '../interpreter/operators.ts';
import type { Call } from '../ir.ts';
import { adopt, holdsTime } from '../values/adopt.ts';
import { lambdaOf } from '../walk.ts';
import { compileAggregate } from './aggregates.ts';
import { compileComparison } from './comparisons.ts';
import type { Compiler } from './compiler.ts';
import { compileHead } from './heads.ts';
import { compileLambda, itemFunction } from './lambdas.ts';
import { filteredElements, isFilter } from './loops.ts';
import { calculation } from './operators.ts';
import { type Js, join } from './program.ts';

/** The value of an operator or a function. */
export function compileCall(compiler: Compiler, ir: Call): Js {
  const { js } = compiler;
  const { name } = ir;
  if (isOperator(name)) return compileOperator(compiler, ir);
  if (isFilter(ir)) return filteredElements(compiler, ir);
  const aggregate = compileAggregate(compiler, ir);
  if (aggregate !== undefined) return aggregate;
  const declaration = FUNCTIONS.get(name);
  if (declaration === undefined) throw new Error(`no function ${name}`);
  const applied = compileHead(compiler, ir) ?? apply(compiler, declaration, ir);
  return declaration.over === 'values' && holdsTime(ir.type) ? js`${adopt}(${applied}, ${ir.type})` : applied;
}

function compileOperator(compiler: Compiler, { name, args }: Call): Js {
  const { program, js } = compiler;
  const [left, right] = args;
  if (left === undefined) return js`null`;
  if (right === undefined) return js`${arithmetic}("-", 0, ${compiler.value(left)})`;
  if (isComparison(name)) return compileComparison(compiler, name, left, right);
  const body = js`return typeof a === "number" && typeof b === "number" ? ${calculation(compiler, name)} : null;`;
  return program.fn([js`a`, js`b`], body)(compiler.value(left), compiler.value(right));
}

/** Calls the implementation that the interpreter uses. */
function apply(compiler: Compiler, declaration: FunctionDeclaration, { args }: Call): Js {
  const { js, frame } = compiler;
  const values = args.filter((arg) => arg.kind !== 'lambda').map((arg) => compiler.value(arg));
  if (declaration.over === 'values') return js`${declaration.apply}([${join(values, ', ')}], ${frame})`;
  const [collection = js`null`, ...rest] = values;
  const lambda = lambdaOf(args);
  const item = lambda === undefined ? js`undefined` : itemFunction(compiler, lambda, compileLambda(compiler, lambda));
  return js`${declaration.apply}(${collection}, ${item}, [${join(rest, ', ')}])`;
}
