import type { Call, Ir } from '../../ir.ts';
import { neverNull } from '../compared.ts';
import { refuse } from '../refusal.ts';
import { type EnginePattern, enginePattern } from '../regular-expressions/engine-pattern.ts';
import { UnequalPattern } from '../regular-expressions/parse.ts';
import { compile, type Scope } from '../scope.ts';
import { text } from '../sql.ts';
import { asText, textSubject } from '../strings.ts';
import { constant, nothing, type Scalar, scalar, type Value } from '../value.ts';
import { argument } from './arguments.ts';

/** `matches(s, re)`: found anywhere in the text (pql.md section 6.5). */
export function matches(call: Call, scope: Scope): Value {
  const pattern = patternOf(argument(call, 1), scope);
  if (pattern === undefined) return constant(false);
  return textSubject(call, scope, (s) => neverNull(`match(${s.sql}, ${text(pattern.plain)})`, s));
}

/** `regexGroup(s, re[, g])`: null without a match and for a group that took no part in it. */
export function regexGroup(call: Call, scope: Scope): Value {
  const subject = asText(compile(argument(call, 0), scope));
  const pattern = patternOf(argument(call, 1), scope);
  if (subject === undefined || pattern === undefined) return nothing;
  const { groups } = pattern.shape;
  const number = groupNumber(call.args[2], groups.length, scope);
  if (number === undefined || !Number.isInteger(number) || number < 0 || number > groups.length) return nothing;
  refuseEmptyLoop(pattern, call);
  const group = groups[number - 1];
  if (group?.empty && group.optional) refuse('a group that may be empty or not there', call);
  const part = `part[${number + 1}]`;
  const found = group?.optional ? `nullIf(${part}, '')` : part;
  const parts = `[extractGroups(${orEmpty(subject)}, ${text(pattern.grouped)})]`;
  const missing = subject.nullable ? `isNull(${subject.sql}) OR empty(part)` : 'empty(part)';
  return scalar('string', `arrayMap(part -> if(${missing}, NULL, ${found}), ${parts})[1]`, true);
}

/** `replaceAll(s, re, u)`: every match; the replacement is literal. */
export function replaceAll(call: Call, scope: Scope): Value {
  const subject = asText(compile(argument(call, 0), scope));
  const pattern = patternOf(argument(call, 1), scope);
  const other = asText(compile(argument(call, 2), scope));
  if (subject === undefined || pattern === undefined || other === undefined) return nothing;
  if (typeof other.constant !== 'string') return refuse('a replacement that is not constant', argument(call, 2));
  // The engine takes the second backslash of an escaped one for the start of a substitution, and checks its number.
  if (/\\[1-9]/.test(other.constant)) return refuse('a replacement with a backslash before a digit', argument(call, 2));
  refuseEmptyLoop(pattern, call);
  if (pattern.multiline) refuse('replacing what stands at borders of lines', call);
  if (pattern.shape.empty) refuse('replacing matches that may be empty', call);
  const literal = text(other.constant.replaceAll('\\', '\\\\'));
  const sql = `replaceRegexpAll(${subject.sql}, ${text(pattern.plain)}, ${literal})`;
  return scalar('string', sql, subject.nullable);
}

/** The pattern, which must be known here; undefined where it is null or not valid. */
function patternOf(ir: Ir, scope: Scope): EnginePattern | undefined {
  const value = asText(compile(ir, scope));
  if (value === undefined) return undefined;
  if (typeof value.constant !== 'string') return refuse('a pattern that is not constant', ir);
  try {
    return enginePattern(value.constant);
  } catch (error) {
    if (error instanceof UnequalPattern) return refuse(error.message, ir);
    throw error;
  }
}

function groupNumber(ir: Ir | undefined, groups: number, scope: Scope): number | undefined {
  if (ir === undefined) return Math.min(groups, 1);
  const value = compile(ir, scope);
  if (value.kind === 'nothing') return undefined;
  if (value.kind === 'scalar' && value.constant === undefined)
    return refuse('a number of a group that is not constant', ir);
  return value.kind === 'scalar' && typeof value.constant === 'number' ? value.constant : undefined;
}

function refuseEmptyLoop({ shape }: EnginePattern, at: Ir): void {
  if (shape.emptyLoop) refuse('the extent of a match that repeats what may be empty', at);
}

function orEmpty(value: Scalar): string {
  return value.nullable ? `ifNull(${value.sql}, '')` : value.sql;
}
