import { type Audience, isPlatform } from './audience.ts';
import type { AudienceState } from './audience-repository.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * What follows the update of an external audience that has members: they stay for its whole duration from now
 * (api-audiences.md section 4.10). An audience that has expired is revived by a run only.
 *
 * @param now epoch milliseconds
 */
export function renewedExpiry(now: () => number) {
  return (audience: Audience): AudienceState | undefined => {
    if (isPlatform(audience) || audience.expiresAt === undefined || audience.expiresAt <= now()) return undefined;
    return { expiresAt: now() + audience.ttlInDays * DAY };
  };
}
