import { compareRun, type Heads, logChanges, type MembershipChange } from '../../evaluation/index.ts';
import { evenKeyRanges, IN_KEY_RANGE, LARGE_SETS, type NewProfiles } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { Parameter } from '../../store/columnar/parameter.ts';
import { findIdentities } from './found-identities.ts';

/** Identities, and profiles, that one statement looks up, about: bounds its memory. */
const AT_ONCE = 500_000;

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
  /** Name of a table that is made for the work, and stays. */
  readonly scratch: string;
  /** Identities, and profiles, looked up at once, about. */
  readonly atOnce?: number;
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

/** Adds the profiles of the identities; identities that nobody has become profiles. */
async function addMentioned(work: MembersWork, source: string) {
  const { atOnce = AT_ONCE, columnar, ns, options } = work;
  const table = identifier(work.scratch);
  const search = { columnar, options, table: work.scratch, ns, source, atOnce };
  const { identities, known } = await findIdentities(search);
  let part = 1;
  for (const range of known > 0 ? evenKeyRanges(known, atOnce) : []) {
    const keys = `SELECT profile_key FROM ${table} WHERE is_known = 1 AND ${IN_KEY_RANGE}`;
    await addMembers(work, part++, `profiles FINAL WHERE ${IN_KEY_RANGE} AND profile_key IN (${keys})`, range);
  }
  if (known < identities) {
    const profiles = await work.openNewProfiles();
    await profiles.add(columnar, ns, `SELECT id FROM ${table} WHERE is_known = 0`, options);
    await profiles.complete(columnar);
    await addMembers(work, part, identifier(profiles.table), {});
  }
  return { identities, created: identities - known };
}

async function addMembers(
  { audienceId, columnar, options, runNo }: MembersWork,
  part: number,
  profiles: string,
  params: Readonly<Record<string, Parameter>>,
): Promise<void> {
  await columnar.command(
    `INSERT INTO membership_bitmaps
     SELECT {audience:String}, {run:UInt64}, {part:UInt32}, groupBitmapState(profile_no) FROM ${profiles}`,
    { ...options, settings: LARGE_SETS, params: { ...params, audience: audienceId, run: runNo, part } },
  );
}
