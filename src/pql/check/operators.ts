import type { CompareOp, Ir, Span } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { numberOf } from '../values/compare.ts';
import { parseTime } from '../values/time-text.ts';
import { type Checking, spanOf } from './checking.ts';
import { isPath } from './paths.ts';
import { ANY, BOOLEAN, DOUBLE, INTEGER, isEntries, isNumber, isTime, isUnknown } from './types.ts';

const COMPARISONS: ReadonlySet<string> = new Set<CompareOp>(['=', '!=', '<', '<=', '>', '>=']);
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

export function isComparison(name: string): name is CompareOp {
  return COMPARISONS.has(name);
}

export function isOperator(name: string): boolean {
  return COMPARISONS.has(name) || ARITHMETIC.has(name);
}

/** Types and warnings of `=`, `<`, `+` and their siblings (pql.md section 11.2). */
export function checkOperator(checking: Checking, name: string, args: readonly Ir[], span: Span): Ir {
  const type = isComparison(name) ? comparison(checking, name, args, span) : arithmetic(checking, name, args, span);
  return { kind: 'call', name, args, type, span: spanOf(span) };
}

function arithmetic(checking: Checking, op: string, args: readonly Ir[], span: Span): PqlType {
  const types = args.map((arg) => arg.type);
  if (!types.every((type) => isNumber(type) || isUnknown(type)))
    checking.operandTypes(op, types, span, arithmeticHint(op, types));
  if (op === '/') return DOUBLE;
  if (types.every((type) => type.kind === 'integer')) return INTEGER;
  return types.every(isNumber) ? DOUBLE : ANY;
}

function arithmeticHint(op: string, types: readonly PqlType[]): string | undefined {
  if (types.some(isTime)) return 'move a time with addDays(t, n); test it with t occurs <= 7 days before now';
  return op === '+' && types.some((type) => type.kind === 'string') ? 'join texts with concat(a, b)' : undefined;
}

type Group = 'number' | 'time' | 'list' | 'entries' | 'boolean' | 'string' | 'unknown' | 'other';

function groupOf(type: PqlType): Group {
  if (isUnknown(type)) return 'unknown';
  if (isNumber(type)) return 'number';
  if (isTime(type)) return 'time';
  if (isEntries(type)) return 'entries';
  return type.kind === 'list' || type.kind === 'boolean' || type.kind === 'string' ? type.kind : 'other';
}

function comparison(checking: Checking, op: CompareOp, args: readonly Ir[], span: Span): PqlType {
  const [left, right] = args;
  if (left === undefined || right === undefined) return BOOLEAN;
  const types = [elementwise(checking, left, right), elementwise(checking, right, left)];
  const [a = 'unknown', b = 'unknown'] = types.map(groupOf);
  const groups = [a, b];
  const compatible =
    a === b || groups.includes('unknown') || (groups.includes('string') && isTextual(a) && isTextual(b));
  const ordered =
    op === '=' || op === '!=' || groups.every((group) => ['number', 'string', 'time', 'unknown'].includes(group));
  if (!compatible || !ordered || groups.includes('other')) {
    checking.operandTypes(op, [left.type, right.type], span);
  } else warnOfComparison(checking, op, left, right, span);
  return BOOLEAN;
}

function isTextual(group: Group): boolean {
  return group === 'number' || group === 'time' || group === 'boolean' || group === 'string';
}

/** The type that a predicate sees: of the elements where a path through an array meets a single value. */
export function elementwise(checking: Checking, ir: Ir, other?: Ir): PqlType {
  if (ir.type.kind !== 'list' || !isPath(ir) || other?.type.kind === 'list') return ir.type;
  checking.warn(
    'IMPLICIT_ANY',
    'the condition holds if any element satisfies it; write exists(…) to be explicit',
    ir.span,
  );
  return ir.type.items;
}

function warnOfComparison(checking: Checking, op: CompareOp, left: Ir, right: Ir, span: Span): void {
  if (left.type.kind === 'null' || right.type.kind === 'null') {
    checking.warn('NULL_COMPARISON', 'a comparison with null is always false; use isNull()', span);
  } else if (op !== '!=' && (cannotEqual(left.type, right) || cannotEqual(right.type, left))) {
    checking.warn('ALWAYS_FALSE', 'the values can never be compared, so this is always false', span);
  }
}

/** True if a literal text can never become a value of the type. */
function cannotEqual(type: PqlType, other: Ir): boolean {
  if (other.kind !== 'literal' || typeof other.value !== 'string') return false;
  if (isNumber(type)) return Number.isNaN(numberOf(other.value));
  if (isTime(type)) return Number.isNaN(parseTime(other.value));
  return type.kind === 'boolean' && !/^(true|false)$/i.test(other.value);
}

/** Types of `x in L` and `x notIn L`. */
export function checkMembership(checking: Checking, name: string, args: readonly Ir[], span: Span): Ir {
  const [subject, list] = args;
  if (subject !== undefined && list !== undefined) {
    const type = elementwise(checking, subject);
    const group = groupOf(type);
    const listed = list.type.kind === 'list' || isUnknown(list.type);
    if (group === 'list' || group === 'entries' || group === 'other' || !listed) {
      const hint = listed ? undefined : 'write a list: a in [1, 2]';
      checking.operandTypes(name, [subject.type, list.type], span, hint);
    }
  }
  return { kind: 'call', name, args, type: BOOLEAN, span: spanOf(span) };
}
