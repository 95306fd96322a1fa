import { StepLimitExceeded } from '../interpreter/environment.ts';
import { evaluate } from '../interpreter/interpreter.ts';
import type { Ir } from '../ir.ts';
import { isList, type PqlValue, Time } from '../values/value.ts';
import type { ColumnType } from './layout.ts';
import { readsOf } from './reads.ts';
import { always, constant, emptyList, instant, nothing, type Scalar, sqlType, type Value } from './value.ts';

/** Steps that one constant may take; a longer computation is left to the engine or to the residual. */
const STEPS = 100_000;

/**
 * The value of an expression that reads no profile, no events and no variable from outside: it is the same for every
 * row. Undefined for all others, and where the value has no form of its own in SQL.
 */
export function constantOf(ir: Ir, now: number): Value | undefined {
  if (ir.kind === 'lambda' || readsOf(ir).size > 0) return undefined;
  try {
    return inSql(evaluate(ir, null, { now, stepLimit: STEPS }));
  } catch (error) {
    if (error instanceof StepLimitExceeded) return undefined;
    throw error;
  }
}

function inSql(value: PqlValue): Value | undefined {
  if (value === null) return nothing;
  if (typeof value === 'boolean' || typeof value === 'number') return constant(value);
  if (typeof value === 'string') return value.isWellFormed() ? constant(value) : undefined;
  if (value instanceof Time) return { ...instant(value.epoch), written: value.dateOnly ? 'date' : 'date-time' };
  return isList(value) ? listOf(value) : undefined;
}

/** A list of scalars of one type, with nulls or without. */
function listOf(list: readonly PqlValue[]): Value | undefined {
  if (list.length === 0) return emptyList;
  const items = list.map(inSql);
  if (!items.every((item) => item?.kind === 'scalar' || item?.kind === 'nothing')) return undefined;
  const scalars = items.filter((item): item is Scalar => item.kind === 'scalar');
  const type: ColumnType = { kind: scalars[0]?.type ?? 'number' };
  if (scalars.some((item) => item.type !== type.kind)) return undefined;
  const texts = items.map((item) => (item.kind === 'scalar' ? item.sql : 'NULL'));
  const sql = `CAST([${texts.join(', ')}], 'Array(${sqlType(type)})')`;
  return { kind: 'list', sql, items: type, itemsNullable: true, compact: false, present: always };
}
