import { isPlatform, membershipKey } from '../audiences/audience.ts';
import type { AudienceCatalogue } from '../audiences/catalogue.ts';
import type { MembershipPlace, MembershipPlaces } from '../evaluation/index.ts';

/** Where the memberships of the external audiences of a sandbox are shown, and until when they count. */
export function placesOf(catalogue: AudienceCatalogue) {
  return async (sandboxId: string): Promise<MembershipPlaces> => {
    const places = new Map<string, MembershipPlace>();
    for (const audience of (await catalogue.of(sandboxId)).all()) {
      if (isPlatform(audience)) continue;
      const { audienceId, expiresAt, id, namespace } = audience;
      const validUntil = expiresAt === undefined ? {} : { validUntil: expiresAt };
      places.set(id, { key: membershipKey(namespace), audienceId, ...validUntil });
    }
    return places;
  };
}
