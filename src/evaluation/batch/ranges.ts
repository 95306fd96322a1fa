import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

/** Profiles by their keys, both ends included; every profile of a database is in exactly one range of a division. */
export interface KeyRange {
  /** Position in the division, from 0. */
  readonly part: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly profiles: number;
}

const KEYS = 2n ** 64n;

/** Divides the profiles into ranges of about `size`: keys are hashes, so equal widths hold about equally many. */
export async function keyRanges(columnar: Columnar, size: number, options: QueryOptions): Promise<readonly KeyRange[]> {
  const [total] = await columnar.query<{ count: string }>('SELECT count() AS count FROM profiles', options);
  const count = Math.max(1, Math.ceil(Number(total?.count ?? 0) / size));
  const width = KEYS / BigInt(count) + 1n;
  const rows = await columnar.query<{ part: string; profiles: string }>(
    count === 1
      ? 'SELECT 0 AS part, count() AS profiles FROM profiles FINAL'
      : `SELECT least(intDiv(profile_key, {width:UInt64}), {last:UInt64}) AS part, count() AS profiles
         FROM profiles FINAL GROUP BY part`,
    { ...options, params: { width: String(count === 1 ? KEYS - 1n : width), last: count - 1 } },
  );
  const profiles = new Map(rows.map((row) => [Number(row.part), Number(row.profiles)]));
  return Array.from({ length: count }, (_, part) => {
    const first = BigInt(part) * width;
    const last = part === count - 1 ? KEYS - 1n : first + width - 1n;
    return { part, first, last, profiles: profiles.get(part) ?? 0 };
  });
}

/** Condition on `profile_key`. */
export function inRange({ first, last }: KeyRange): string {
  if (first === 0n && last === KEYS - 1n) return 'true';
  return `profile_key BETWEEN ${first} AND ${last}`;
}
