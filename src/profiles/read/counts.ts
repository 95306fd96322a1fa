import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

export interface StoredCounts {
  /** Merged profiles, those known by events only among them. */
  readonly profiles: number;
  readonly fragments: number;
  readonly events: number;
}

export interface ProfileCounts extends StoredCounts {
  /** Profiles that have an identity of a namespace, by its registered code. */
  readonly byNamespace: Readonly<Record<string, number>>;
}

/** How much a sandbox holds. */
export async function countStored(
  columnar: Columnar,
  database: string,
  options: QueryOptions = {},
): Promise<StoredCounts> {
  const [totals] = await columnar.query<{ profiles: string; fragments: string; events: string }>(
    `SELECT (SELECT count() FROM profiles FINAL) AS profiles, (SELECT count() FROM record_fragments FINAL) AS fragments,
       (SELECT count() FROM events) AS events`,
    { ...options, database },
  );
  return {
    profiles: Number(totals?.profiles ?? 0),
    fragments: Number(totals?.fragments ?? 0),
    events: Number(totals?.events ?? 0),
  };
}

/** How much a sandbox holds, and of which namespaces. */
export async function countProfiles(columnar: Columnar, database: string): Promise<ProfileCounts> {
  const stored = await countStored(columnar, database);
  const namespaces = await columnar.query<{ ns: string; profiles: string }>(
    'SELECT ns, uniqExact(profile_key) AS profiles FROM identity_index GROUP BY ns ORDER BY ns',
    { database },
  );
  return { ...stored, byNamespace: Object.fromEntries(namespaces.map(({ ns, profiles }) => [ns, Number(profiles)])) };
}
