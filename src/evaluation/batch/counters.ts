import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

/** Members at a time, by audience: bounds the bitmaps in memory. */
const CHUNK = 500;

/**
 * Members of each audience after a run that have an identity of a namespace, by lower-case namespace code. One profile
 * counts once a namespace (api-segmentation.md section 3.5).
 */
export async function countByNamespace(
  columnar: Columnar,
  runNo: number,
  audienceIds: readonly string[],
  options: QueryOptions,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const counts = new Map<string, Record<string, number>>();
  for (let start = 0; start < audienceIds.length; start += CHUNK) {
    const rows = await columnar.query<{ id: string; namespace: string; members: string }>(
      `SELECT audience.id AS id, namespace.code AS namespace, bitmapAndCardinality(audience.members, namespace.members) AS members
       FROM (
         SELECT audience_id AS id, groupBitmapMergeState(members) AS members
         FROM membership_bitmaps WHERE run_no = {run:UInt64} AND audience_id IN {ids:Array(String)} GROUP BY id
       ) AS audience
       CROSS JOIN (
         SELECT arrayJoin(arrayDistinct(arrayMap(ns -> lower(ns), identities.ns))) AS code,
           groupBitmapState(profile_no) AS members
         FROM profiles FINAL GROUP BY code
       ) AS namespace
       WHERE members > 0 ORDER BY id, namespace`,
      { ...options, params: { run: runNo, ids: audienceIds.slice(start, start + CHUNK) } },
    );
    for (const { id, namespace, members } of rows) {
      const own = counts.get(id) ?? {};
      own[namespace] = Number(members);
      counts.set(id, own);
    }
  }
  return counts;
}
