import type { Ast, Declaration as DeclarationNode } from '../ast.ts';
import { sumType } from '../functions/aggregates.ts';
import type { Declaration, Ir } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { checkCall } from './calls.ts';
import { checkChain } from './chain.ts';
import { type Checking, spanOf } from './checking.ts';
import { events, fieldStep, wildcardStep } from './paths.ts';
import { bind, itemAbove, lookUp, reference, type Scope } from './scope.ts';
import { checkOccurs } from './time.ts';
import {
  ANY,
  BOOLEAN,
  commonType,
  DOUBLE,
  INTEGER,
  isCondition,
  isEntries,
  isUnknown,
  itemType,
  listOf,
  NULL,
  OBJECT,
  STRING,
} from './types.ts';

const LITERALS = {
  string: STRING,
  integer: INTEGER,
  double: DOUBLE,
  boolean: BOOLEAN,
  null: NULL,
} as const;

/** Checks one expression and translates it. Each node is visited once. */
export function checkExpression(checking: Checking, ast: Ast, scope: Scope): Ir {
  return Object.freeze(translate(checking, ast, scope));
}

function translate(checking: Checking, ast: Ast, scope: Scope): Ir {
  const span = spanOf(ast);
  switch (ast.kind) {
    case 'literal':
      return { kind: 'literal', value: ast.value, type: LITERALS[ast.literal], span };
    case 'name':
      return resolveName(checking, ast, scope);
    case 'variable': {
      const binding = lookUp(scope, ast.name);
      if (binding !== undefined) return reference(binding, span);
      checking.error('LABEL', `label ${ast.name} is not available here`, ast);
      return { kind: 'literal', value: null, type: ANY, span };
    }
    case 'this':
      return reference(scope.item, span);
    case 'up': {
      const item = itemAbove(scope, ast.levels);
      if (item !== undefined) return reference(item, span);
      checking.error('SCOPE', `no scope ${ast.levels} levels up`, ast);
      return { kind: 'literal', value: null, type: ANY, span };
    }
    case 'parameter': {
      const root = outermost(scope);
      if (ast.position === 1) return reference(root, span);
      const hint = 'a query has one parameter, $1';
      checking.error('SCOPE', `parameter $${ast.position} does not exist`, ast, hint);
      return { kind: 'literal', value: null, type: ANY, span };
    }
    case 'context':
      return { kind: 'context', name: ast.name, type: ANY, span };
    case 'member':
      return fieldStep(checking, checking.expression(ast.object, scope), ast.name, ast);
    case 'wildcard':
      return wildcardStep(checking, checking.expression(ast.object, scope), ast);
    case 'bracket':
      return checkCall(checking, bracketCall(ast), scope);
    case 'call':
      return checkCall(checking, ast, scope);
    case 'and':
    case 'or':
      return logical(checking, ast, scope);
    case 'not': {
      const operand = checking.expression(ast.operand, scope);
      if (!isCondition(operand.type)) checking.operandTypes('not', [operand.type], ast.operand);
      return { kind: 'not', operand, type: BOOLEAN, span };
    }
    case 'lambda': {
      checking.error('LAMBDA', 'a lambda can only be an argument of a list function', ast);
      return { kind: 'literal', value: null, type: ANY, span };
    }
    case 'let': {
      const value = checking.expression(ast.value, scope);
      const variable = checking.variable(ast.variable.name);
      const body = checking.expression(ast.body, bind(scope, variable, value.type));
      return { kind: 'let', variable, value, body, type: body.type, span };
    }
    case 'list': {
      const items = ast.items.map((item) => checking.expression(item, scope));
      return { kind: 'list', items, type: listOf(items.map((item) => item.type).reduce(commonType, NULL)), span };
    }
    case 'object':
      return object(checking, ast, scope);
    case 'select': {
      const { declarations } = declare(checking, ast.declarations, scope);
      return { kind: 'select', declarations, type: listOf(itemType(declarations[0]?.domain.type ?? ANY)), span };
    }
    case 'quantification': {
      const { declarations } = declare(checking, ast.declarations, scope);
      return { kind: 'quantification', quantifier: ast.quantifier, declarations, type: BOOLEAN, span };
    }
    case 'aggregation':
      return aggregation(checking, ast, scope);
    case 'occurs':
      return checkOccurs(checking, ast, scope);
    case 'chain':
      return checkChain(checking, ast, scope);
  }
}

type Of<K extends Ast['kind']> = Extract<Ast, { kind: K }>;

function resolveName(checking: Checking, ast: Of<'name'>, scope: Scope): Ir {
  const binding = lookUp(scope, ast.name);
  if (binding !== undefined) return reference(binding, spanOf(ast));
  if (ast.name === 'xEvent' && !ast.quoted) return events(checking, ast);
  return fieldStep(checking, reference(scope.item, { start: ast.start, end: ast.start }), ast.name, ast);
}

function outermost({ item }: Scope) {
  let root = item;
  while (root.outer !== undefined) root = root.outer;
  return root;
}

/**
 * `L[3]` is `elementAt`, `M["k"]` is `get`, anything else in brackets is a filter (pql.md section 3.3), which -1 is no
 * condition for.
 */
function bracketCall(ast: Of<'bracket'>): Of<'call'> {
  const { object, index, start, end } = ast;
  const literal = index.kind === 'literal' && !isNegative(index.value) ? index.literal : undefined;
  const name = literal === 'integer' ? 'elementAt' : literal === 'string' ? 'get' : 'filter';
  return { kind: 'call', name, nameSpan: { start: object.end, end }, args: [object, index], start, end };
}

function isNegative(value: unknown): boolean {
  return typeof value === 'number' && value < 0;
}

function logical(checking: Checking, ast: Of<'and' | 'or'>, scope: Scope): Ir {
  const operands = ast.operands.map((operand) => checking.expression(operand, scope));
  operands.forEach((operand, index) => {
    if (!isCondition(operand.type)) checking.operandTypes(ast.kind, [operand.type], operand.span);
    const decides = operand.kind === 'literal' && operand.value === (ast.kind === 'or');
    if (decides && index + 1 < operands.length) {
      checking.warn(
        'UNREACHABLE',
        'this constant decides the result, so what follows is never evaluated',
        operand.span,
      );
    }
  });
  return { kind: ast.kind, operands: flatten(ast.kind, operands), type: BOOLEAN, span: spanOf(ast) };
}

function flatten(kind: 'and' | 'or', operands: readonly Ir[]): readonly Ir[] {
  return operands.some((operand) => operand.kind === kind)
    ? operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]))
    : operands;
}

function object(checking: Checking, ast: Of<'object'>, scope: Scope): Ir {
  const seen = new Set<string>();
  const entries = ast.entries.map((entry) => {
    if (seen.has(entry.name)) checking.error('DUPLICATE_KEY', `duplicate key ${entry.name}`, entry);
    seen.add(entry.name);
    return { name: entry.name, value: checking.expression(entry.value, scope) };
  });
  return { kind: 'object', entries, type: OBJECT, span: spanOf(ast) };
}

/** Declarations `v from L where c`: later ones see earlier variables; gives the scope after the last. */
function declare(checking: Checking, nodes: readonly DeclarationNode[], scope: Scope) {
  let inner = scope;
  const declarations = nodes.map((node): Declaration => {
    const domain = checking.expression(node.domain, inner);
    const fits = domain.type.kind === 'list' || isEntries(domain.type) || isUnknown(domain.type);
    if (!fits) checking.argumentType(1, 'from', 'List', domain.type, node.domain);
    const variable = checking.variable(node.variable.name);
    inner = bind(inner, variable, itemType(domain.type));
    if (node.condition === undefined) return { variable, domain };
    return { variable, domain, condition: checking.condition(node.condition, inner, 'where') };
  });
  return { declarations, scope: inner };
}

function aggregation(checking: Checking, ast: Of<'aggregation'>, scope: Scope): Ir {
  const { declarations, scope: inner } = declare(checking, ast.declarations, scope);
  const { name } = ast;
  const span = spanOf(ast);
  if (ast.value === undefined) return { kind: 'aggregation', name, declarations, type: INTEGER, span };
  const value = checking.expression(ast.value, inner);
  return { kind: 'aggregation', name, value, declarations, type: aggregateType(name, value.type), span };
}

function aggregateType(name: Of<'aggregation'>['name'], value: PqlType): PqlType {
  const type = value.kind === 'list' ? value.items : value;
  if (name === 'count') return INTEGER;
  if (name === 'average') return DOUBLE;
  return name === 'sum' ? sumType(type) : type;
}
