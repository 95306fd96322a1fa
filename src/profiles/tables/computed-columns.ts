import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import { columnName, columnType } from '../../schema/columns.ts';
import { unionSchema } from '../../schema/union.ts';
import { identifier, literal } from '../../store/columnar/identifier.ts';
import { presenceOf } from '../native/shredder.ts';
import { typeOf } from './column-types.ts';

/** An attribute of events that is read from other columns instead of being stored twice. */
interface ComputedColumn extends AttributeColumn {
  readonly expression: string;
  /** Whether it is present, for a list or map. */
  readonly presence?: string;
}

const computed = (field: string, expression: (type: string) => string, presence?: string): ComputedColumn => {
  const node = unionSchema('event').fields[field];
  if (node === undefined) throw new Error(`Events have no field ${field}`);
  const type = columnType(node);
  const column = { path: [field], name: columnName([field]), type, expression: expression(typeOf(type)) };
  return presence === undefined ? column : { ...column, presence };
};

/** Every event has an id and a time in its row already; its `identityMap` is asked for too seldom to be taken apart. */
export const COMPUTED_EVENT_COLUMNS: readonly ComputedColumn[] = [
  computed('_id', () => 'id'),
  computed('timestamp', () => 'timestamp'),
  computed('identityMap', (type) => `JSONExtract(doc, 'identityMap', ${literal(type)})`, "JSONHas(doc, 'identityMap')"),
];

/** The definition of a computed column, and of its companion. */
export function computedColumn({ path, name, type, expression, presence }: ComputedColumn): string {
  const comment = literal(JSON.stringify({ path, type }));
  const column = `${identifier(name)} ${typeOf(type)} ALIAS ${expression} COMMENT ${comment}`;
  return presence === undefined ? column : `${column}, ${identifier(presenceOf(name))} UInt8 ALIAS ${presence}`;
}
