import { compileExpression } from '../../../src/pql/clickhouse/compile.ts';
import type { Layout } from '../../../src/pql/clickhouse/layout.ts';
import { LeafRecorder, LeafTable } from '../../../src/pql/clickhouse/leaves.ts';
import { Refusal } from '../../../src/pql/clickhouse/refusal.ts';
import type { Scope } from '../../../src/pql/clickhouse/scope.ts';
import { isScalar, type ScalarType, type Value } from '../../../src/pql/clickhouse/value.ts';
import type { Ir } from '../../../src/pql/ir.ts';
import { isList, type PqlValue, Time } from '../../../src/pql/values/value.ts';

/** The values of expressions in SQL and in the interpreter, written so that equal texts are equal values. */

/** Columns that an expression needs, and the readable form of its value in a query over them. */
export interface Readable {
  readonly columns: readonly string[];
  readonly shown: (names: readonly string[]) => string;
}

/** The readable form of the value of an expression over the columns of a profile, or why there is none. */
export function readable(ir: Ir, layout: Layout, now: number): Readable | { readonly refusal: string } {
  const compilation = {
    layout,
    now,
    fieldNames: new Set<string>(),
    leaves: new LeafRecorder(new LeafTable()),
    audiences: new Set<string>(),
    usedAudiences: new Set<string>(),
    compile: compileExpression,
  };
  const scope: Scope = { compilation, rows: 'profile', depth: 0, variables: new Map() };
  try {
    return readableOf(compileExpression(ir, scope));
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message };
    throw error;
  }
}

function readableOf(value: Value): Readable {
  switch (value.kind) {
    case 'nothing':
      return { columns: [], shown: () => `'null'` };
    case 'scalar':
      return { columns: [value.sql], shown: ([name = '']) => scalarSql(name, value.type) };
    case 'list': {
      const { items, present } = value;
      if (!isScalar(items)) throw new Error('Only lists of scalars are read');
      return {
        columns: [value.sql, present.kind === 'column' ? present.sql : 'true'],
        shown: ([name = '', there = '']) => {
          const shown = `arrayMap(item -> ${scalarSql('item', items.kind)}, ${name})`;
          const kept = value.compact ? `arrayFilter(item -> item != 'null', ${shown})` : shown;
          return `if(${there}, concat('[', arrayStringConcat(${kept}, ','), ']'), 'null')`;
        },
      };
    }
    default:
      throw new Error(`A ${value.kind} is not read`);
  }
}

/** Numbers by their bits, so that nothing is rounded on the way; the two zeros are one. */
function scalarSql(sql: string, type: ScalarType): string {
  const shown = {
    number: `if(isNaN(${sql}), 'NaN', toString(reinterpretAsUInt64(assumeNotNull(${sql}) + 0.)))`,
    boolean: `if(${sql}, 'true', 'false')`,
    string: `toJSONString(assumeNotNull(${sql}))`,
    instant: `concat('@', toString(assumeNotNull(${sql})))`,
  }[type];
  return `if(isNull(${sql}), 'null', ${shown})`;
}

/** The same form of a value of the interpreter. */
export function readableValue(value: PqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : bits(value + 0);
  if (typeof value === 'string') return jsonOf(value);
  if (value instanceof Time) return `@${value.epoch + 0}`;
  if (isList(value)) return `[${value.map(readableValue).join(',')}]`;
  throw new Error('Only scalars and lists of them are read');
}

function bits(value: number): string {
  return String(new BigUint64Array(Float64Array.of(value).buffer)[0]);
}

/** As the engine writes it. */
function jsonOf(value: string): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}
