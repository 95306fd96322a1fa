import type { Ir, Span } from '../ir.ts';
import { epochOfDate } from '../values/calendar.ts';
import { compilePattern } from '../values/regular-expression.ts';
import type { Checking } from './checking.ts';

/** Arguments that are wrong whatever the profile: impossible dates, invalid patterns, negative counts. */
export function checkConstants(checking: Checking, name: string, args: readonly Ir[], span: Span): void {
  if (name === 'date') checkDate(checking, args, span);
  else if (name === 'topN' || name === 'bottomN') checkCount(checking, name, args[2]);
  else if (name === 'matches' || name === 'replaceAll' || name === 'regexGroup') checkPattern(checking, name, args);
}

function constant(ir: Ir | undefined): string | number | boolean | null | undefined {
  return ir?.kind === 'literal' ? ir.value : undefined;
}

function checkDate(checking: Checking, args: readonly Ir[], span: Span): void {
  const [year, month, day] = args.map(constant);
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return;
  if (epochOfDate(year, month, day) === null) {
    checking.error('DATE', `date ${year}-${month}-${day} does not exist`, span);
  }
}

function checkCount(checking: Checking, name: string, count: Ir | undefined): void {
  const value = constant(count);
  if (count !== undefined && typeof value === 'number' && value < 0) {
    checking.error('ARGUMENT_TYPE', `argument 3 of ${name} must not be negative, found ${value}`, count.span);
  }
}

function checkPattern(checking: Checking, name: string, args: readonly Ir[]): void {
  const [, pattern, group] = args;
  const source = constant(pattern);
  if (pattern === undefined || typeof source !== 'string') return;
  const compiled = compilePattern(source);
  if ('fault' in compiled) {
    checking.error('REGULAR_EXPRESSION', `regular expression is not valid: ${compiled.fault}`, pattern.span);
    return;
  }
  const number = constant(group);
  if (name !== 'regexGroup' || group === undefined || typeof number !== 'number') return;
  if (number < 0 || number > compiled.groups) {
    const detail = `it has ${compiled.groups} groups, not ${number}`;
    checking.error('REGULAR_EXPRESSION', `regular expression is not valid: ${detail}`, group.span);
  }
}
