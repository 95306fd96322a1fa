import type { Columnar } from '../../store/columnar/columnar.ts';

export interface ProfileCounts {
  /** Merged profiles, those known by events only among them. */
  readonly profiles: number;
  readonly fragments: number;
  readonly events: number;
  /** Profiles that have an identity of a namespace, by its registered code. */
  readonly byNamespace: Readonly<Record<string, number>>;
}

/** How much a sandbox holds. */
export async function countProfiles(columnar: Columnar, database: string): Promise<ProfileCounts> {
  const [totals] = await columnar.query<{ profiles: string; fragments: string; events: string }>(
    `SELECT (SELECT count() FROM profiles FINAL) AS profiles, (SELECT count() FROM record_fragments FINAL) AS fragments,
       (SELECT count() FROM events) AS events`,
    { database },
  );
  const namespaces = await columnar.query<{ ns: string; profiles: string }>(
    'SELECT ns, uniqExact(profile_key) AS profiles FROM identity_index GROUP BY ns ORDER BY ns',
    { database },
  );
  return {
    profiles: Number(totals?.profiles ?? 0),
    fragments: Number(totals?.fragments ?? 0),
    events: Number(totals?.events ?? 0),
    byNamespace: Object.fromEntries(namespaces.map(({ ns, profiles }) => [ns, Number(profiles)])),
  };
}
