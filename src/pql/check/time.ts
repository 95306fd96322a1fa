import type { Ast, TimeRef as TimeRefNode, TimeTest as TimeTestNode } from '../ast.ts';
import type { Ir, TimeRef, TimeTest } from '../ir.ts';
import { type Checking, spanOf } from './checking.ts';
import { elementwise } from './operators.ts';
import { lookUp, type Scope } from './scope.ts';
import { BOOLEAN, isTime, isUnknown } from './types.ts';

/** `subject occurs test`. */
export function checkOccurs(checking: Checking, ast: Extract<Ast, { kind: 'occurs' }>, scope: Scope): Ir {
  const subject = checking.expression(ast.subject, scope);
  const type = elementwise(checking, subject);
  const fits = isUnknown(type) || isTime(type) || type.kind === 'string' || type.kind === 'monthDay';
  if (!fits) checking.argumentType(1, 'occurs', 'Date or DateTime', subject.type, ast.subject);
  return { kind: 'occurs', subject, test: checkTimeTest(checking, ast.test, scope), type: BOOLEAN, span: spanOf(ast) };
}

export function checkTimeTest(checking: Checking, ast: TimeTestNode, scope: Scope): TimeTest {
  switch (ast.kind) {
    case 'and':
    case 'or':
      return { kind: ast.kind, operands: ast.operands.map((operand) => checkTimeTest(checking, operand, scope)) };
    case 'not':
      return { kind: 'not', operand: checkTimeTest(checking, ast.operand, scope) };
    case 'between': {
      const from = timeRef(checking, ast.from, scope);
      return { kind: 'between', from, to: timeRef(checking, ast.to, scope) };
    }
    case 'on':
      return { kind: 'on', reference: timeRef(checking, ast.reference, scope) };
    case 'relation':
      return { kind: 'relation', direction: ast.direction, reference: timeRef(checking, ast.reference, scope) };
    case 'distance': {
      const { kind, op, amount, unit, direction } = ast;
      return { kind, op, amount, unit, direction, reference: timeRef(checking, ast.reference, scope) };
    }
  }
}

function timeRef(checking: Checking, ast: TimeRefNode, scope: Scope): TimeRef {
  switch (ast.kind) {
    case 'period':
      return { kind: 'period', which: ast.which, unit: ast.unit };
    case 'offset': {
      const { kind, amount, unit, direction } = ast;
      return { kind, amount, unit, direction, reference: timeRef(checking, ast.reference, scope) };
    }
    case 'expression':
      return label(checking, ast.value, scope) ?? expression(checking, ast.value, scope);
    default:
      return { kind: ast.kind };
  }
}

/** A name that is a chain label stands for the time of its event. */
function label(checking: Checking, ast: Ast, scope: Scope): TimeRef | undefined {
  if (ast.kind !== 'name' && ast.kind !== 'variable') return undefined;
  if (scope.unavailable.has(ast.name)) {
    checking.error('LABEL', `label ${ast.name} is not available here`, ast);
    return { kind: 'label', id: 0, name: ast.name };
  }
  const binding = lookUp(scope, ast.name);
  if (binding?.id === undefined || !binding.label) return undefined;
  return { kind: 'label', id: binding.id, name: binding.name };
}

function expression(checking: Checking, ast: Ast, scope: Scope): TimeRef {
  const value = checking.expression(ast, scope);
  const { type } = value;
  if (!isUnknown(type) && !isTime(type) && type.kind !== 'string') {
    checking.argumentType(2, 'occurs', 'Date or DateTime', type, ast);
  }
  return { kind: 'expression', value };
}
