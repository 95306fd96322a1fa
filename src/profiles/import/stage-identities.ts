import type { Columnar } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import type { Staging } from '../batches/staging.ts';

/** Indexes every identity of the staged profiles. */
export async function stageIdentities(columnar: Columnar, database: string, staging: Staging): Promise<void> {
  await columnar.command(
    `INSERT INTO ${identifier(staging.identities)} (ns, id, profile_key, seq)
     SELECT identity.ns, identity.id, profile_key, version
     FROM ${identifier(staging.profiles)} ARRAY JOIN identities AS identity`,
    { database },
  );
}
