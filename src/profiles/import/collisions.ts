import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import { evenKeyRanges, IN_KEY_RANGE, LARGE_SETS } from '../tables/key-ranges.ts';

/** Two identities have the same key. Nothing was imported: one of them would have become part of the other's profile. */
export class KeyCollisionError extends Error {
  override readonly name = 'KeyCollisionError';

  constructor(identities: readonly string[]) {
    super(
      `The identities ${identities.join(' and ')} have the same 64-bit key and cannot be told apart. ` +
        'Nothing was imported; leave one of them out.',
    );
  }
}

/** Rows that one statement looks at, about: bounds its memory. */
const AT_ONCE = 1_000_000;

/** @throws {KeyCollisionError} where two identities of staged rows, or a staged and a stored one, share a key. */
export async function refuseCollisions(
  columnar: Columnar,
  database: string,
  staged: { readonly table: string; readonly id: string },
): Promise<void> {
  const table = identifier(staged.table);
  const [row] = await columnar.query<{ rows: string }>(`SELECT count() AS rows FROM ${table}`, { database });
  for (const params of evenKeyRanges(Number(row?.rows ?? 0), AT_ONCE)) {
    // Another hash is enough to know that there is no collision, which is the usual case.
    const [suspect] = await columnar.query(
      `SELECT profile_key FROM (${identities('cityHash64(ns, id)')})
       GROUP BY profile_key HAVING min(identity) < max(identity) LIMIT 1`,
      { database, params, settings: LARGE_SETS },
    );
    if (suspect === undefined) continue;
    const [first] = await columnar.query<{ identities: string[] }>(
      `SELECT groupUniqArray(identity) AS identities FROM (${identities("concat(ns, ':', id)")})
       GROUP BY profile_key HAVING length(identities) > 1 LIMIT 1`,
      { database, params, settings: LARGE_SETS },
    );
    if (first !== undefined) throw new KeyCollisionError(first.identities.toSorted());
  }

  function identities(expression: string): string {
    return `SELECT profile_key, ${expression} AS identity FROM (
        SELECT profile_key, ns, ${identifier(staged.id)} AS id FROM ${table} WHERE ${IN_KEY_RANGE}
        UNION ALL
        SELECT profile_key, ns, id FROM profiles
        WHERE ${IN_KEY_RANGE} AND profile_key IN (SELECT profile_key FROM ${table} WHERE ${IN_KEY_RANGE})
      )`;
  }
}
