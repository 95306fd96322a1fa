import { compareRun, type Heads, logChanges, type MembershipChange } from '../../evaluation/index.ts';
import type { NewProfiles } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';

/** Identities that one statement looks up, about: bounds its memory. */
const IDENTITIES = 2_000_000;

export interface MembersWork {
  /** A session of its own. */
  readonly columnar: Columnar;
  readonly database: string;
  readonly options: QueryOptions;
  readonly audienceId: string;
  readonly runNo: number;
  readonly heads: Heads;
  /** Registered spelling of the namespace of the identities. */
  readonly ns: string;
  /** Where the identities are: a table expression with a column `identity`; undefined for none at all. */
  readonly source: string | undefined;
  /** Whether members that are not mentioned stay. */
  readonly keepsOthers: boolean;
  /** The instant of entries and exits, epoch milliseconds. */
  readonly at: number;
  readonly openNewProfiles: () => Promise<NewProfiles>;
  /** Identities looked up at once, about. */
  readonly identitiesAtOnce?: number;
}

export interface StagedMembers {
  readonly change: MembershipChange;
  /** Distinct identities. */
  readonly identities: number;
  readonly created: number;
}

/**
 * Writes who is a member after a run, and who entered and left (api-audiences.md section 4.9, stage 2). Nothing of it is
 * visible before the commit of the run and of the new profiles.
 */
export async function stageMembers(work: MembersWork): Promise<StagedMembers> {
  const { audienceId, columnar, database, heads, options, runNo } = work;
  const params = { audience: audienceId, run: runNo, head: heads.get(audienceId) ?? 0 };
  await columnar.command(
    `INSERT INTO membership_bitmaps
     SELECT {audience:String}, {run:UInt64}, 0, groupBitmapMergeState(members) FROM membership_bitmaps
     WHERE audience_id = {audience:String} AND run_no = {head:UInt64} AND ${work.keepsOthers ? 'true' : 'false'}`,
    { ...options, params },
  );
  const found = work.source === undefined ? { identities: 0, created: 0 } : await addMentioned(work, work.source);
  const reference = { database, runNo, heads };
  const [change] = await compareRun(columnar, reference, [audienceId], options);
  if (change === undefined) throw new Error(`The run stored no members of ${audienceId}`);
  await logChanges(columnar, reference, [change], work.at, options);
  return { change, ...found };
}

/** Adds the profiles of the identities, slice by slice; identities that nobody has become profiles. */
async function addMentioned(work: MembersWork, source: string) {
  const { columnar, identitiesAtOnce = IDENTITIES, ns, options } = work;
  const rows = await count(work, `SELECT count() AS count FROM ${source}`, {});
  const slices = Math.max(1, Math.ceil(rows / identitiesAtOnce));
  let [identities, created] = [0, 0];
  let profiles: NewProfiles | undefined;
  for (let slice = 0; slice < slices; slice += 1) {
    const params = { ns, slice, slices };
    const given = `SELECT DISTINCT identity AS id FROM ${source} WHERE sipHash64(identity) % {slices:UInt32} = {slice:UInt32}`;
    const known = `SELECT id, argMax(profile_key, (profile_key = sipHash64(ns, id), seq, bitNot(profile_key))) AS key
      FROM identity_index WHERE ns = {ns:String} AND id IN (${given}) GROUP BY ns, id`;
    const all = await count(work, `SELECT count() AS count FROM (${given})`, params);
    const existing = await count(work, `SELECT count() AS count FROM (${known})`, params);
    await addMembers(work, 2 * slice + 1, `profiles FINAL WHERE profile_key IN (SELECT key FROM (${known}))`, params);
    if (existing < all) {
      profiles ??= await work.openNewProfiles();
      created += await profiles.add(columnar, ns, given, { ...options, params });
    }
    identities += all;
  }
  if (profiles !== undefined) {
    await profiles.complete(columnar);
    await addMembers(work, 2, identifier(profiles.table), {});
  }
  return { identities, created };
}

async function addMembers(
  { audienceId, columnar, options, runNo }: MembersWork,
  part: number,
  profiles: string,
  params: Readonly<Record<string, string | number>>,
): Promise<void> {
  await columnar.command(
    `INSERT INTO membership_bitmaps
     SELECT {audience:String}, {run:UInt64}, {part:UInt32}, groupBitmapState(profile_no) FROM ${profiles}`,
    { ...options, params: { ...params, audience: audienceId, run: runNo, part } },
  );
}

async function count(
  { columnar, options }: MembersWork,
  sql: string,
  params: Readonly<Record<string, string | number>>,
): Promise<number> {
  const [row] = await columnar.query<{ count: string }>(sql, { ...options, params });
  return Number(row?.count ?? 0);
}
