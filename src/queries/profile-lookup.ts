import type { Scope } from '../audiences/definition.ts';
import { ServiceError } from '../errors.ts';
import { type Membership, type MembershipPlaces, membershipMap, withoutVanished } from '../evaluation/index.ts';
import {
  getEntity,
  type IdentityReference,
  type MergePolicyRepository,
  NamespaceDirectory,
  type NamespaceRepository,
  type ProfileEntity,
} from '../profiles/index.ts';
import type { Columnar } from '../store/columnar/columnar.ts';

export interface ProfileLookupDependencies {
  readonly columnar: Columnar;
  readonly namespaces: NamespaceRepository;
  readonly policies: MergePolicyRepository;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
  readonly membershipsOf: (sandboxId: string, profileNo: number) => Promise<readonly Membership[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A merged profile, and the policy that merged it. */
export interface FoundEntity extends ProfileEntity {
  readonly mergePolicyId: string;
}

/** Profiles with more identities are not shown (profile-store.md section 7). */
const MAX_IDENTITIES = 50;

/** Finds one profile by any of its identities, with its memberships (profile-store.md section 4.1). */
export class ProfileLookup {
  readonly #deps: ProfileLookupDependencies;

  constructor(deps: ProfileLookupDependencies) {
    this.#deps = deps;
  }

  /**
   * Undefined when no profile has the identity.
   *
   * @param mergePolicyId the default policy unless given
   * @throws ServiceError with status 422 for an unknown policy or too many identities
   */
  async find(
    { sandbox }: Scope,
    identity: IdentityReference,
    mergePolicyId?: string,
  ): Promise<FoundEntity | undefined> {
    const { columnar, databaseOf, membershipsOf, namespaces, now, places } = this.#deps;
    const { sandboxId } = sandbox;
    const policy = await this.#policy(sandboxId, mergePolicyId);
    const database = await databaseOf(sandboxId);
    const found = await getEntity(columnar, database, identity, {
      namespaces: new NamespaceDirectory(await namespaces.list(sandboxId)),
      memberships: async (profileNo) =>
        membershipMap(await membershipsOf(sandboxId, profileNo), await places(sandboxId), now()),
    });
    if (found === undefined) return undefined;
    if (found.identities.length > MAX_IDENTITIES) throw tooManyIdentities(found.identities.length);
    return { ...found, entity: withCurrentMemberships(found.entity, now()), mergePolicyId: policy };
  }

  async #policy(sandboxId: string, id: string | undefined): Promise<string> {
    const { policies } = this.#deps;
    const policy = id === undefined ? await policies.default(sandboxId) : await policies.get(sandboxId, id);
    if (policy !== undefined) return policy.id;
    throw new ServiceError('UPAPI-900104-400', `The merge policy ${id} is not found.`, { status: 422 });
  }
}

/** Memberships that were ingested vanish in time (profile-store.md section 1.7). */
function withCurrentMemberships(entity: ProfileEntity['entity'], now: number): ProfileEntity['entity'] {
  const { segmentMembership } = entity;
  if (typeof segmentMembership !== 'object' || segmentMembership === null) return entity;
  return { ...entity, segmentMembership: withoutVanished({ ...segmentMembership }, now) };
}

function tooManyIdentities(count: number): ServiceError {
  const message = `UPS-ACCSDK-1000005:Too many related identities. Got: ${count}, max: ${MAX_IDENTITIES}`;
  return new ServiceError('UPS-ACCSDK-1000005', message, { status: 422 });
}
