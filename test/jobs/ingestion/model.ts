const DAY = 86_400_000;
/** An exit that is older may be forgotten (api-audiences.md section 4.10). */
const EXIT_RETENTION = 30 * DAY;

/** A row of a file: of a person, or one that no person comes of. */
export type Row = { readonly kind: 'person'; readonly person: number } | { readonly kind: RowFault };
export type RowFault = 'blank' | 'empty' | 'ragged' | 'unusable';

export const FAULT_CODES: Readonly<Record<Exclude<RowFault, 'blank'>, string>> = {
  empty: 'NO_IDENTITY',
  ragged: 'CELL_COUNT',
  unusable: 'INVALID_IDENTITY',
};

export interface ListFile {
  readonly path: string;
  /** Unix seconds. */
  readonly modified: number;
  readonly content: string;
  /** Undefined for a file that cannot be read. */
  readonly rows: readonly Row[] | undefined;
}

export interface RunWindow {
  readonly start: number;
  readonly end: number;
  readonly differential: boolean;
}

/** What the report of a run must say. */
export type Report =
  | { readonly status: 'FAILED' }
  | {
      readonly status: 'SUCCESS';
      readonly read: number;
      readonly failed: number;
      readonly failures: Readonly<Record<string, number>>;
      readonly identities: number;
      readonly created: number;
    };

export interface Entry {
  readonly status: 'realized' | 'exited';
  readonly since: number;
}

/**
 * Who is a member of an external audience, as api-audiences.md sections 4.4 to 4.10 say it, in the plainest way: sets and
 * maps, files as lists of rows, every instant given.
 */
export class ListModel {
  ttlInDays: number;
  readonly #createdTtl: number;
  readonly #profileOf: ReadonlyMap<number, string>;
  readonly #bare = new Set<number>();
  readonly #consumed = new Set<string>();
  readonly #entries = new Map<string, Entry>();
  #lastRun: ReadonlySet<number> | undefined;
  #expiresAt: number | undefined;
  #hasExpired = false;

  /** @param profileOf the profiles of the persons that are known from the start */
  constructor(profileOf: ReadonlyMap<number, string>, ttlInDays: number) {
    this.#profileOf = profileOf;
    this.#createdTtl = ttlInDays;
    this.ttlInDays = ttlInDays;
  }

  run(files: readonly ListFile[], window: RunWindow, now: number): Report {
    this.#expire(now);
    const { differential, end, start } = window;
    const selected = files
      .filter(({ modified }) => start <= modified && modified <= end)
      .filter((file) => !differential || !this.#consumed.has(keyOf(file)));
    if (selected.some(({ rows }) => rows === undefined)) return { status: 'FAILED' };
    const rows = selected.flatMap((file) => file.rows ?? []).filter(({ kind }) => kind !== 'blank');
    const mentioned = new Set(rows.flatMap((row) => (row.kind === 'person' ? [row.person] : [])));
    const failures: Record<string, number> = {};
    for (const { kind } of rows) {
      if (kind === 'person' || kind === 'blank') continue;
      failures[FAULT_CODES[kind]] = (failures[FAULT_CODES[kind]] ?? 0) + 1;
    }
    const created = [...mentioned].filter((person) => !this.#isKnown(person));
    for (const person of created) this.#bare.add(person);
    if (selected.length > 0) {
      const stays = differential && rows.length > 0 ? this.members(now) : new Set<string>();
      this.#replace(new Set([...stays, ...[...mentioned].map((person) => this.profile(person))]), now);
    }
    for (const file of selected) this.#consumed.add(keyOf(file));
    this.#lastRun = mentioned;
    this.#hasExpired = false;
    this.#expiresAt = now + this.ttlInDays * DAY;
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    return {
      status: 'SUCCESS',
      read: rows.length,
      failed,
      failures,
      identities: mentioned.size,
      created: created.length,
    };
  }

  /** An update of the audience by a client. */
  update(ttlInDays: number, now: number): void {
    this.#expire(now);
    this.ttlInDays = ttlInDays;
    if (this.#expiresAt !== undefined) this.#expiresAt = now + ttlInDays * DAY;
  }

  /** Whether it was possible. */
  extend(now: number): boolean {
    this.#expire(now);
    if (this.#lastRun === undefined || this.#hasExpired || this.#expiresAt === undefined) return false;
    this.#expiresAt += this.#createdTtl * DAY;
    const again = [...this.#lastRun].map((person) => this.profile(person));
    this.#replace(new Set([...this.members(now), ...again]), now);
    return true;
  }

  /** The profiles that are in. */
  members(now: number): ReadonlySet<string> {
    this.#expire(now);
    const realized = [...this.#entries].filter(([, { status }]) => status === 'realized');
    return new Set(realized.map(([profile]) => profile));
  }

  /** What `segmentMembership` says of a person; undefined when nobody knows the person, null when it says nothing. */
  entry(person: number, now: number): Record<string, string> | null | undefined {
    this.#expire(now);
    if (!this.#isKnown(person)) return undefined;
    const entry = this.#entries.get(this.profile(person));
    if (entry === undefined || (entry.status === 'exited' && entry.since < now - EXIT_RETENTION)) return null;
    const { since, status } = entry;
    const isValid = status === 'realized' && this.#expiresAt !== undefined;
    return {
      status,
      lastQualificationTime: new Date(since).toISOString(),
      ...(isValid && { validUntil: new Date(this.#expiresAt ?? 0).toISOString() }),
    };
  }

  profile(person: number): string {
    return this.#profileOf.get(person) ?? `bare ${person}`;
  }

  #isKnown(person: number): boolean {
    return this.#profileOf.has(person) || this.#bare.has(person);
  }

  #replace(members: ReadonlySet<string>, now: number): void {
    for (const [profile, { status }] of this.#entries) {
      if (status === 'realized' && !members.has(profile)) this.#entries.set(profile, { status: 'exited', since: now });
    }
    for (const profile of members) {
      if (this.#entries.get(profile)?.status !== 'realized')
        this.#entries.set(profile, { status: 'realized', since: now });
    }
  }

  #expire(now: number): void {
    if (this.#expiresAt === undefined || this.#expiresAt > now) return;
    this.#replace(new Set(), this.#expiresAt);
    this.#hasExpired = true;
    this.#expiresAt = undefined;
  }
}

const keyOf = ({ content, modified, path }: ListFile): string =>
  JSON.stringify([path, Buffer.byteLength(content), modified]);
