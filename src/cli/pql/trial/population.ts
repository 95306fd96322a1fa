import { createMembershipTables, type LoadProfiles } from '../../../evaluation/index.ts';
import type { AttributeColumn, ColumnType, Layout } from '../../../pql/clickhouse/layout.ts';
import { parseTime } from '../../../pql/values/time-text.ts';
import { presenceOf } from '../../../profiles/native/shredder.ts';
import { ensureColumns } from '../../../profiles/tables/attribute-columns.ts';
import { COMPUTED_PROFILE_COLUMNS, computedNames } from '../../../profiles/tables/computed-columns.ts';
import { profileTableMigrations } from '../../../profiles/tables/migrations.ts';
import { attributeColumns } from '../../../schema/columns.ts';
import type { ObjectField } from '../../../schema/node.ts';
import type { Columnar } from '../../../store/columnar/columnar.ts';
import { identifier } from '../../../store/columnar/identifier.ts';
import { migrateColumnar } from '../../../store/columnar/migrations.ts';

type Document = Readonly<Record<string, unknown>>;

/** A profile to be evaluated in SQL: its attributes, and its events in the order in which they are stored. */
export interface TrialProfile {
  /** From 1; unique in a population. */
  readonly no: number;
  readonly entity: Document;
  readonly events: readonly Document[];
}

export interface PopulationSchema {
  readonly root: ObjectField;
  readonly event: ObjectField;
}

/** Events have these in columns of the system. */
const SYSTEM_FIELDS: readonly (string | undefined)[] = ['timestamp', '_id'];

/** Later than every valid instant: where events without a time stand. */
const UNTIMED = 8_640_000_000_000_001;

/** Doubles arrive to the bit. */
const EXACT = { precise_float_parsing: 1 } as const;

/** Tables for profiles that a schema describes. */
export interface Tables {
  readonly database: string;
  readonly layout: Layout;
}

/** The tables with the profiles that they hold. */
export interface Population extends Tables {
  readonly loadProfiles: LoadProfiles;
}

/** Creates the tables of a sandbox in a database, which is replaced if there is one of that name. */
export async function createTables(columnar: Columnar, database: string, schema: PopulationSchema): Promise<Tables> {
  const layout = {
    profile: attributeColumns(schema.root),
    event: attributeColumns(schema.event).filter(({ path: [name] }) => !SYSTEM_FIELDS.includes(name)),
  };
  await columnar.command(`DROP DATABASE IF EXISTS ${identifier(database)} SYNC`);
  await migrateColumnar(columnar, database, profileTableMigrations);
  await createMembershipTables(columnar, database);
  // A profile on trial has the identity map that its document says, whatever its identities are.
  for (const name of computedNames(COMPUTED_PROFILE_COLUMNS))
    await columnar.command(`ALTER TABLE profiles DROP COLUMN ${identifier(name)}`, { database });
  await ensureColumns(columnar, database, 'profiles', layout.profile);
  await ensureColumns(columnar, database, 'events', layout.event);
  return { database, layout };
}

/** Stores profiles instead of those that are there. */
export async function populate(
  columnar: Columnar,
  { database, layout }: Tables,
  profiles: readonly TrialProfile[],
): Promise<Population> {
  const rows = {
    profiles: profiles.map((profile) => profileRow(profile, layout)),
    events: profiles.flatMap((profile) => eventRows(profile, layout)),
  };
  for (const table of ['profiles', 'events'] as const) {
    await columnar.command(`TRUNCATE TABLE ${table}`, { database });
    await columnar.insert(table, rows[table], { database, settings: EXACT });
  }
  return { database, layout, loadProfiles: loaderOf(profiles) };
}

function profileRow({ no, entity }: TrialProfile, { profile }: Layout): Document {
  return { ...attributes(profile, entity), profile_key: String(no), profile_no: no, id: String(no), version: 1 };
}

function eventRows({ no, events }: TrialProfile, { event }: Layout): readonly Document[] {
  return events.map((document, index) => ({
    ...attributes(event, document),
    profile_key: String(no),
    event_type: document.eventType ?? '',
    timestamp: instantOf(document.timestamp) ?? UNTIMED + index,
    id: document._id ?? String(index).padStart(6, '0'),
    seq: index,
    doc: JSON.stringify(document),
  }));
}

/** The evaluator reads the documents themselves. */
function loaderOf(profiles: readonly TrialProfile[]): LoadProfiles {
  const byKey = new Map(profiles.map((profile) => [String(profile.no), profile]));
  return async function* (_columnar, _database, keys) {
    for (const profileKey of keys) {
      const profile = byKey.get(profileKey);
      if (profile) yield { profileKey, profileNo: profile.no, entity: profile.entity, events: profile.events };
    }
  };
}

function attributes(columns: readonly AttributeColumn[], document: Document): Document {
  const row: Record<string, unknown> = {};
  for (const { path, name, type } of columns) {
    const value = path.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), document);
    if (value === undefined || value === null) continue;
    row[name] = stored(value, type);
    if (type.kind === 'array' || type.kind === 'map') row[presenceOf(name)] = 1;
  }
  return row;
}

function stored(value: unknown, type: ColumnType): unknown {
  if (type.kind === 'instant') return instantOf(value) ?? null;
  if (type.kind === 'array' && Array.isArray(value)) return value.map((item) => stored(item, type.items));
  if (!isObject(value)) return value;
  const typeOf = (name: string) =>
    type.kind === 'map' ? type.values : type.kind === 'tuple' ? type.fields[name] : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const partType = typeOf(name);
      return partType === undefined ? [] : [[name, stored(part, partType)]];
    }),
  );
}

function instantOf(value: unknown): number | undefined {
  const instant = typeof value === 'string' ? parseTime(value) : typeof value === 'number' ? value : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
