import { type Audience, isPlatform } from './audience.ts';
import type { AudienceRepository } from './audience-repository.ts';
import type { Scope } from './definition.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * What follows the update of an external audience that has members: they stay for its whole duration from now
 * (api-audiences.md section 4.10). An audience that has expired is revived by a run only.
 *
 * @param now epoch milliseconds
 */
export function renewExpiry(repository: AudienceRepository, now: () => number) {
  return async ({ sandbox }: Scope, audience: Audience): Promise<void> => {
    if (isPlatform(audience) || audience.expiresAt === undefined || audience.expiresAt <= now()) return;
    const expiresAt = now() + audience.ttlInDays * DAY;
    await repository.setState(sandbox.sandboxId, new Map([[audience.id, { expiresAt }]]));
  };
}
