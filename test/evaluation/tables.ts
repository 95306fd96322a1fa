import { createMembershipTables } from '../../src/evaluation/membership/tables.ts';
import type { AttributeColumn, ColumnType, Layout } from '../../src/pql/clickhouse/layout.ts';
import { identifier } from '../../src/pql/clickhouse/sql.ts';
import { parseTime } from '../../src/pql/values/time-text.ts';
import { typeOf } from '../../src/profiles/tables/column-types.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';

/** A profile as a test writes it: attributes, events and what the merge decided. */
export interface TestProfile {
  readonly no: number;
  readonly entity: Readonly<Record<string, unknown>>;
  readonly events?: readonly Readonly<Record<string, unknown>>[];
  readonly identities?: readonly { readonly ns: string; readonly id: string }[];
  readonly optedOut?: boolean;
}

/** Creates a database with the tables that evaluation reads and writes (docs/data-layout.md), empty. */
export async function createTables(columnar: Columnar, database: string, layout: Layout): Promise<void> {
  await columnar.command(`DROP DATABASE IF EXISTS ${identifier(database)} SYNC`);
  await columnar.command(`CREATE DATABASE ${identifier(database)} ENGINE = Atomic`);
  await columnar.command(
    `CREATE TABLE profiles (profile_key UInt64, profile_no UInt32, ns LowCardinality(String), id String,
       identities Array(Tuple(ns LowCardinality(String), id String)), opted_out UInt8, version UInt64
       ${layout.profile.map(columns).join('')})
     ENGINE = ReplacingMergeTree(version) ORDER BY profile_key`,
    { database },
  );
  await columnar.command(
    `CREATE TABLE events (event_type LowCardinality(String), profile_key UInt64, timestamp Int64, id String, seq UInt64
       ${layout.event.map(columns).join('')})
     ENGINE = MergeTree ORDER BY (event_type, profile_key, timestamp)`,
    { database },
  );
  await createMembershipTables(columnar, database);
}

/** Adds profiles, or replaces those that are there. */
export async function putProfiles(
  columnar: Columnar,
  database: string,
  layout: Layout,
  profiles: readonly TestProfile[],
  version = 1,
): Promise<void> {
  const rows = profiles.map(({ no, entity, identities, optedOut }) => ({
    ...attributes(layout.profile, entity),
    profile_key: profileKey(no),
    profile_no: no,
    ns: 'Email',
    id: `${no}@example.com`,
    identities: identities ?? [{ ns: 'Email', id: `${no}@example.com` }],
    opted_out: optedOut ? 1 : 0,
    version,
  }));
  await columnar.insert('profiles', rows, { database });
  await putEvents(columnar, database, layout, profiles);
}

export async function putEvents(
  columnar: Columnar,
  database: string,
  layout: Layout,
  profiles: readonly TestProfile[],
): Promise<void> {
  const rows = profiles.flatMap(({ no, events = [] }) =>
    events.map((event, index) => ({
      ...attributes(layout.event, event),
      event_type: event.eventType ?? '',
      profile_key: profileKey(no),
      timestamp: parseTime(String(event.timestamp)),
      id: String(event._id ?? `${no}-${index}`),
      seq: index,
    })),
  );
  await columnar.insert('events', rows, { database });
}

/** Keys spread over the whole range, as hashes do. */
export function profileKey(no: number): string {
  return String(BigInt.asUintN(64, BigInt(no) * 0x9e3779b97f4a7c15n));
}

function columns({ name, type }: AttributeColumn): string {
  const flag = type.kind === 'array' || type.kind === 'map' ? `, ${identifier(`${name}?`)} UInt8` : '';
  return `, ${identifier(name)} ${typeOf(type)}${flag}`;
}

function attributes(
  layout: readonly AttributeColumn[],
  document: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const { path, name, type } of layout) {
    const value = path.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), document);
    if (value === undefined) continue;
    row[name] = stored(value, type);
    if (type.kind === 'array' || type.kind === 'map') row[`${name}?`] = 1;
  }
  return row;
}

function stored(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'instant') return typeof value === 'string' ? parseTime(value) : value;
  if (type.kind === 'array' && Array.isArray(value)) return value.map((item) => stored(item, type.items));
  if (type.kind === 'map' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stored(item, type.values)]));
  }
  if (type.kind === 'tuple' && isObject(value)) {
    const fields = Object.entries(type.fields).filter(([name]) => value[name] !== undefined);
    return Object.fromEntries(fields.map(([name, field]) => [name, stored(value[name], field)]));
  }
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
