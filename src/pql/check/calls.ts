import type { Ast } from '../ast.ts';
import type { FunctionDeclaration, ParamKind } from '../functions/declaration.ts';
import { entryTypes } from '../functions/lists.ts';
import { FUNCTIONS } from '../functions/registry.ts';
import { suggestFunction } from '../functions/suggestion.ts';
import type { Ir, Parameter, Span } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { type Checking, isImplicitName, spanOf } from './checking.ts';
import { checkConstants } from './constants.ts';
import { checkMembership, checkOperator, elementwise, isOperator } from './operators.ts';
import { bind, enterItem, type Scope } from './scope.ts';
import {
  ANY,
  commonType,
  FUNCTION,
  isCondition,
  isEntries,
  isNumber,
  isTime,
  isUnknown,
  itemType,
  NULL,
} from './types.ts';

type CallNode = Extract<Ast, { kind: 'call' }>;

/** Functions whose lambda may have two parameters, for the entries of a map. */
const OVER_ENTRIES: ReadonlySet<string> = new Set(['filter', 'exists', 'map']);

/** A call of an operator or a function. */
export function checkCall(checking: Checking, ast: CallNode, scope: Scope): Ir {
  const { name } = ast;
  if (name === 'if') return conditional(checking, ast, scope);
  const unaryMinus = name === '-' && ast.args.length === 1;
  if (isOperator(name)) {
    if (!unaryMinus && !hasCount(checking, ast, 2, 2)) return unknown(ast);
    return checkOperator(checking, name, plainArguments(checking, ast, scope), ast);
  }
  const declaration = FUNCTIONS.get(name);
  if (declaration === undefined) {
    const close = suggestFunction(name);
    const hint = close === undefined ? undefined : `did you mean ${close}?`;
    checking.error('UNKNOWN_FUNCTION', `unknown function ${name}`, ast.nameSpan, hint);
    for (const arg of ast.args) if (arg.kind !== 'lambda') checking.expression(arg, scope);
    return unknown(ast);
  }
  const required = declaration.params.filter((param) => param.optional !== true).length;
  if (!hasCount(checking, ast, required, declaration.params.length)) return unknown(ast);
  if (name === 'in' || name === 'notIn') {
    return checkMembership(checking, name, plainArguments(checking, ast, scope), ast);
  }
  const args = checkArguments(checking, declaration, ast, scope);
  checkConstants(checking, name, args, ast);
  const types = args.map((arg) => (arg.kind === 'lambda' ? arg.body.type : arg.type));
  const lambda = args.find((arg) => arg.kind === 'lambda');
  const type = declaration.result(types, lambda?.kind === 'lambda' ? lambda.params.length : 0);
  return { kind: 'call', name, args, type, span: spanOf(ast) };
}

function unknown(span: Span): Ir {
  return { kind: 'literal', value: null, type: ANY, span: spanOf(span) };
}

/** What to tell about functions that are often called with other arguments. */
const COUNT_HINTS: ReadonlyMap<string, string> = new Map([
  ['topN', 'say how many: orders.topN(price, 3)'],
  ['bottomN', 'say how many: orders.bottomN(price, 3)'],
  ['count', 'count what a filter leaves: orders[price > 1].count()'],
  ['date', 'write date(year, month, day)'],
]);

function hasCount(checking: Checking, { name, args, nameSpan }: CallNode, least: number, most: number): boolean {
  if (args.length >= least && args.length <= most) return true;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  const plural = wanted === '1' ? 'argument' : 'arguments';
  const reason = `${name} takes ${wanted} ${plural}, got ${args.length}`;
  checking.error('ARGUMENT_COUNT', reason, nameSpan, COUNT_HINTS.get(name));
  return false;
}

function conditional(checking: Checking, ast: CallNode, scope: Scope): Ir {
  const [test, yes, no] = ast.args;
  if (!hasCount(checking, ast, 3, 3) || test === undefined || yes === undefined || no === undefined)
    return unknown(ast);
  const condition = checking.condition(test, scope, 'if');
  const then = checking.expression(yes, scope);
  const otherwise = checking.expression(no, scope);
  if (condition.kind === 'literal') {
    const dead = condition.value === true ? otherwise : then;
    checking.warn('UNREACHABLE', 'the condition is constant, so this is never evaluated', dead.span);
  }
  const type = commonType(then.type, otherwise.type);
  return { kind: 'if', condition, then, else: otherwise, type, span: spanOf(ast) };
}

function plainArguments(checking: Checking, ast: CallNode, scope: Scope): readonly Ir[] {
  return ast.args.map((arg) => checking.expression(arg, scope));
}

function checkArguments(
  checking: Checking,
  declaration: FunctionDeclaration,
  ast: CallNode,
  scope: Scope,
): readonly Ir[] {
  const checked: Ir[] = [];
  ast.args.forEach((arg, index) => {
    const kind = declaration.params[index]?.kind ?? 'any';
    if (kind === 'condition' || kind === 'expression') {
      checked.push(itemArgument(checking, declaration.name, kind, arg, checked[0]?.type ?? ANY, scope));
      return;
    }
    const ir = arg.kind === 'lambda' ? lambdaValue(arg) : checking.expression(arg, scope);
    const type = kind === 'subject' ? elementwise(checking, ir) : ir.type;
    if (!accepts(kind, type)) checking.argumentType(index + 1, declaration.name, WANTED[kind], ir.type, arg);
    checked.push(ir);
  });
  return checked;
}

/** Stands for a lambda in a place where none may be; it is refused by its type. */
function lambdaValue(span: Span): Ir {
  return { kind: 'literal', value: null, type: FUNCTION, span: spanOf(span) };
}

const WANTED: Readonly<Record<ParamKind, string>> = {
  any: 'a value',
  subject: 'String',
  string: 'String',
  boolean: 'Boolean',
  integer: 'Integer',
  number: 'Integer or Double',
  time: 'Date or DateTime',
  scalar: 'a single value',
  list: 'List',
  collection: 'List, Map or Object',
  entries: 'Map or Object',
  condition: 'Boolean',
  expression: 'a value',
};

function accepts(kind: ParamKind, type: PqlType): boolean {
  if (isUnknown(type)) return true;
  switch (kind) {
    case 'any':
    case 'expression':
      return type.kind !== 'function';
    case 'subject':
    case 'string':
      return type.kind === 'string';
    case 'boolean':
    case 'integer':
    case 'list':
      return type.kind === kind;
    case 'number':
      return isNumber(type);
    case 'time':
      return isTime(type) || type.kind === 'string';
    case 'scalar':
      return isNumber(type) || isTime(type) || type.kind === 'string' || type.kind === 'boolean';
    case 'collection':
      return type.kind === 'list' || isEntries(type);
    case 'entries':
      return isEntries(type);
    case 'condition':
      return isCondition(type);
  }
}

/** An argument in item scope, or a lambda. */
function itemArgument(
  checking: Checking,
  owner: string,
  kind: 'condition' | 'expression',
  ast: Ast,
  collection: PqlType,
  scope: Scope,
): Ir {
  const lambda = ast.kind === 'lambda' ? writtenLambda(checking, owner, ast, collection, scope) : undefined;
  const { params, body } = lambda ?? implicitLambda(checking, ast, collection, scope);
  if (!accepts(kind, body.type)) checking.argumentType(2, owner, WANTED[kind], body.type, ast);
  const implicit = ast.kind !== 'lambda' || isImplicitLambda(ast);
  return { kind: 'lambda', params, body, implicit, type: FUNCTION, span: spanOf(ast) };
}

type LambdaNode = Extract<Ast, { kind: 'lambda' }>;

/** A lambda with one parameter named like those of item scopes is one (pql.md section 10.3). */
function isImplicitLambda({ params }: LambdaNode): boolean {
  const [param] = params;
  return params.length === 1 && param !== undefined && isImplicitName(param.name);
}

interface CheckedLambda {
  readonly params: readonly Parameter[];
  readonly body: Ir;
}

function implicitLambda(checking: Checking, ast: Ast, collection: PqlType, scope: Scope): CheckedLambda {
  const param = checking.implicit();
  return { params: [param], body: checking.expression(ast, enterItem(scope, param, itemType(collection))) };
}

function writtenLambda(
  checking: Checking,
  owner: string,
  ast: LambdaNode,
  collection: PqlType,
  scope: Scope,
): CheckedLambda {
  const most = OVER_ENTRIES.has(owner) ? 2 : 1;
  if (ast.params.length > most) {
    const reason = `lambda of ${owner} takes ${most === 1 ? '1 parameter' : '1 to 2 parameters'}, got ${ast.params.length}`;
    checking.error('LAMBDA', reason, ast);
  }
  const types = lambdaTypes(collection, ast.params.length);
  const implicit = isImplicitLambda(ast);
  let inner = scope;
  const params = ast.params.map((variable, index) => {
    const param = implicit ? checking.implicit() : checking.variable(variable.name);
    inner = bind(inner, { id: param.id, name: variable.name }, types[index] ?? ANY);
    return param;
  });
  return { params, body: checking.expression(ast.body, inner) };
}

function lambdaTypes(collection: PqlType, count: number): readonly PqlType[] {
  if (count === 1) return [itemType(collection)];
  if (collection.kind === 'list') return [collection.items, NULL];
  return isEntries(collection) ? entryTypes(collection) : [ANY, ANY];
}
