import { EXIT_RETENTION, type Heads, inRange, type KeyRange, type MembershipPlaces } from '../../evaluation/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';

/** One entry of `filter.segments`, ready to be matched with stored memberships. */
export interface SelectionEntry {
  readonly audienceId: string;
  readonly realized: boolean;
  readonly exited: boolean;
  /** The audience does not exclude profiles with a general opt-out. */
  readonly includesOptedOut: boolean;
}

/** Which profiles an export writes (api-segmentation.md section 6.4). Times are epoch milliseconds. */
export interface SelectionRule {
  /** Undefined: all profiles. */
  readonly entries: readonly SelectionEntry[] | undefined;
  /** Inclusive bounds of `lastQualificationTime`. */
  readonly qualifiedFrom?: number;
  readonly qualifiedTo?: number;
  /** Only profiles whose record changed later. */
  readonly ingestedAfter?: number;
  /** Profiles without a record too. */
  readonly emptyProfiles: boolean;
}

/** The profiles of one export in tables of its own, so that every statement of it sees the same ones. */
export class ProfileSelection {
  readonly #columnar: Columnar;
  readonly #options: QueryOptions;
  readonly #audiencesName: string;
  readonly #audiences: string;
  /** Quoted name of the table: `profile_key`, the `entries` that match, and the profile's `memberships`. */
  readonly table: string;

  /** @param name of the export, unique in the database */
  constructor(columnar: Columnar, name: string, options: QueryOptions) {
    this.#columnar = columnar;
    this.#options = options;
    this.#audiencesName = `${name}_audiences`;
    this.#audiences = identifier(this.#audiencesName);
    this.table = identifier(`${name}_profiles`);
  }

  /** Forgets what an interrupted attempt left, and starts with the memberships as they are at the heads. */
  async create(heads: Heads, places: MembershipPlaces, entries: readonly SelectionEntry[]): Promise<void> {
    await this.drop();
    await this.#command(
      `CREATE TABLE ${this.#audiences} (audience_id String, run_no UInt64, key String, shown String, until Nullable(Int64),
         entries Array(Tuple(entry UInt16, realized UInt8, exited UInt8, opted_out UInt8)))
       ENGINE = MergeTree ORDER BY audience_id`,
    );
    await this.#command(
      `CREATE TABLE ${this.table} (profile_key UInt64, entries Array(UInt16),
         memberships Array(Tuple(key String, audience String, status String, at Int64, until Nullable(Int64))))
       ENGINE = MergeTree ORDER BY profile_key`,
    );
    const byAudience = Map.groupBy(
      entries.map((entry, index) => ({ ...entry, index })),
      ({ audienceId }) => audienceId,
    );
    const rows = [...heads].map(([audience_id, run_no]) => ({
      audience_id,
      run_no,
      key: places.get(audience_id)?.key ?? 'ups',
      shown: places.get(audience_id)?.audienceId ?? audience_id,
      until: places.get(audience_id)?.validUntil ?? null,
      entries: (byAudience.get(audience_id) ?? []).map((entry) => ({
        entry: entry.index,
        realized: Number(entry.realized),
        exited: Number(entry.exited),
        opted_out: Number(entry.includesOptedOut),
      })),
    }));
    await this.#columnar.insert(this.#audiencesName, rows, this.#options);
  }

  /**
   * Adds the profiles of a range that the rule takes.
   *
   * @param now epoch milliseconds: members whose time is over have left, exits older than 30 days are gone
   */
  async add(range: KeyRange, rule: SelectionRule, now: number): Promise<void> {
    const conditions = [
      inRange(range),
      ...(rule.emptyProfiles ? [] : ['has_record = 1']),
      ...(rule.ingestedAfter === undefined ? [] : ['last_modified > {ingestedAfter:Int64}']),
      ...(rule.entries === undefined ? ['opted_out = 0'] : []),
    ].join(' AND ');
    const chosen =
      rule.entries === undefined
        ? '[toUInt16(0)]'
        : 'arrayDistinct(arrayMap(one -> one.1, arrayFilter(one -> opted_out = 0 OR one.2 = 1, matching)))';
    await this.#command(
      `INSERT INTO ${this.table} (profile_key, entries, memberships)
       SELECT profile_key, ${chosen} AS chosen, memberships
       FROM (SELECT profile_key, profile_no, opted_out FROM profiles FINAL WHERE ${conditions}) AS profile
       LEFT JOIN (
         SELECT profile_no, arraySort(groupArray((key, shown, status, at, if(status = 'realized', until, NULL)))) AS memberships,
           groupArrayArray(arrayMap(one -> (one.entry, one.opted_out), arrayFilter(
             one -> if(status = 'realized', one.realized, one.exited) = 1
               AND at BETWEEN {from:Int64} AND {to:Int64}, entries))) AS matching
         FROM (
           SELECT changes.profile_no AS profile_no, changes.audience_id AS audience, any(heads.entries) AS entries,
             any(heads.key) AS key, any(heads.shown) AS shown, max(heads.until) AS until,
             toString(argMax(changes.status, changes.run_no)) AS stored, argMax(changes.at, changes.run_no) AS since,
             stored = 'realized' AND ifNull(until <= {now:Int64}, false) AS over,
             if(over, 'exited', stored) AS status, if(over, assumeNotNull(until), since) AS at
           FROM membership_changes AS changes
           INNER JOIN ${this.#audiences} AS heads ON heads.audience_id = changes.audience_id
           WHERE changes.run_no <= heads.run_no
             AND changes.profile_no IN (SELECT profile_no FROM profiles WHERE ${inRange(range)})
           GROUP BY profile_no, audience
           HAVING status = 'realized' OR at >= {oldest:Int64}
         )
         GROUP BY profile_no
       ) AS member ON member.profile_no = profile.profile_no
       WHERE notEmpty(chosen)`,
      {
        from: rule.qualifiedFrom ?? Number.MIN_SAFE_INTEGER,
        to: rule.qualifiedTo ?? Number.MAX_SAFE_INTEGER,
        now,
        oldest: now - EXIT_RETENTION,
        ...(rule.ingestedAfter !== undefined && { ingestedAfter: rule.ingestedAfter }),
      },
    );
  }

  /** Profiles of a range by the entry that they match; under 0 each profile once, unless entries are told apart. */
  async counts(range: KeyRange, perEntry: boolean): Promise<ReadonlyMap<number, number>> {
    const rows = await this.#columnar.query<{ entry: number; count: string }>(
      `SELECT ${perEntry ? 'arrayJoin(entries)' : '0'} AS entry, count() AS count FROM ${this.table}
       WHERE ${inRange(range)} GROUP BY entry`,
      this.#options,
    );
    return new Map(rows.map(({ entry, count }) => [entry, Number(count)]));
  }

  /** Records by lower-case namespace code of the identities of their profiles. */
  async countByNamespace(perEntry: boolean): Promise<Readonly<Record<string, number>>> {
    const weight = perEntry ? 'length(chosen.entries)' : '1';
    const rows = await this.#columnar.query<{ ns: string; count: string }>(
      `SELECT lower(ns) AS ns, sum(${weight}) AS count
       FROM (SELECT profile_key, arrayDistinct(identities.ns) AS codes FROM profiles FINAL) AS profile
       INNER JOIN ${this.table} AS chosen ON chosen.profile_key = profile.profile_key
       ARRAY JOIN codes AS ns GROUP BY ns ORDER BY ns`,
      this.#options,
    );
    return Object.fromEntries(rows.map(({ ns, count }) => [ns, Number(count)]));
  }

  async drop(): Promise<void> {
    for (const table of [this.#audiences, this.table]) await this.#command(`DROP TABLE IF EXISTS ${table}`);
  }

  async #command(sql: string, params: Readonly<Record<string, number>> = {}): Promise<void> {
    await this.#columnar.command(sql, { ...this.#options, params });
  }
}

/** Removes the tables of all exports of a database. */
export async function dropSelections(columnar: Columnar, database: string): Promise<void> {
  const tables = await columnar.query<{ name: string }>(
    `SELECT name FROM system.tables
     WHERE database = {database:String} AND match(name, '^export_[0-9]+_(audiences|profiles)$')`,
    { params: { database } },
  );
  for (const { name } of tables) await columnar.command(`DROP TABLE IF EXISTS ${identifier(name)}`, { database });
}

/** Further condition on the table of a selection. */
export const entryCondition = (entry: number | undefined): string =>
  entry === undefined ? '' : ` AND has(entries, ${Number(entry)})`;
