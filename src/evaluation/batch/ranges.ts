import { integer } from '../../pql/clickhouse/sql.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';

/** Profiles by their keys, both ends included; every profile of a database is in exactly one range of a division. */
export interface KeyBounds {
  /** Position in the division, from 0. */
  readonly part: number;
  readonly first: bigint;
  readonly last: bigint;
}

export interface KeyRange extends KeyBounds {
  readonly profiles: number;
}

const KEYS = 2n ** 64n;

/** The division into one range. */
export const ALL_KEYS: KeyBounds = { part: 0, first: 0n, last: KEYS - 1n };

/** Divides the profiles into ranges of about `size`: keys are hashes, so equal widths hold about equally many. */
export async function keyRanges(columnar: Columnar, size: number, options: QueryOptions): Promise<readonly KeyRange[]> {
  const bounds = await keyBounds(columnar, size, options);
  const width = widthOf(bounds.length);
  const part = bounds.length === 1 ? '0' : `least(intDiv(profile_key, ${width}), ${integer(bounds.length - 1)})`;
  const rows = await columnar.query<{ part: string; profiles: string }>(
    `SELECT ${part} AS part, count() AS profiles FROM profiles FINAL GROUP BY part`,
    options,
  );
  const profiles = new Map(rows.map((row) => [Number(row.part), Number(row.profiles)]));
  return bounds.map((range) => ({ ...range, profiles: profiles.get(range.part) ?? 0 }));
}

/** The same division, for those who need not know how many profiles each range holds. */
export async function keyBounds(
  columnar: Columnar,
  size: number,
  options: QueryOptions,
): Promise<readonly KeyBounds[]> {
  const [total] = await columnar.query<{ count: string }>('SELECT count() AS count FROM profiles', options);
  const count = Math.max(1, Math.ceil(Number(total?.count ?? 0) / size));
  const width = widthOf(count);
  return Array.from({ length: count }, (_, part) => {
    const first = BigInt(part) * width;
    return { part, first, last: part === count - 1 ? KEYS - 1n : first + width - 1n };
  });
}

function widthOf(count: number): bigint {
  return KEYS / BigInt(count) + 1n;
}

/** Condition on `profile_key`. */
export function inRange({ first, last }: KeyBounds): string {
  if (first === 0n && last === KEYS - 1n) return 'true';
  return `profile_key BETWEEN ${first} AND ${last}`;
}
