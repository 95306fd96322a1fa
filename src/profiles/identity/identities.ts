import { isObject, type JsonObject } from '../json.ts';
import { Rejection } from '../validation/rejection.ts';
import { byPriority, type Namespace } from './namespaces.ts';

/** A (namespace, value) pair. */
export interface Identity {
  readonly namespace: Namespace;
  readonly id: string;
}

export interface InstanceIdentities {
  readonly primary: Identity;
  /** All identities in document order, the primary one among them. */
  readonly all: readonly Identity[];
  /** Secondary identities that were left out because their value is not usable. */
  readonly dropped: number;
}

/** How the primary identity is found when the instance does not say (profile-store.md section 1.6, step 4). */
export type AmbiguousPrimary = 'reject' | 'byPriority';

export interface IdentityRules {
  /** The namespace of a code or decimal id; undefined when it cannot be one. */
  readonly namespace: (codeOrId: string) => Namespace | undefined;
  readonly ambiguous: AmbiguousPrimary;
  /** Whether an ECID must be 38 digits. */
  readonly strictEcid: boolean;
}

const MAX_IDENTITIES = 20;
const MAX_VALUE_LENGTH = 1024;
const MEANINGLESS = new Set(['', 'null', 'anonymous', 'invalid']);

/**
 * The identities of an instance and its primary one (profile-store.md sections 1.4 to 1.6).
 * @throws {Rejection} `NO_IDENTITY`, `INVALID_IDENTITY`, `AMBIGUOUS_PRIMARY`, `TOO_MANY_IDENTITIES`
 */
export function identitiesOf(document: JsonObject, rules: IdentityRules): InstanceIdentities {
  const all: Identity[] = [];
  const flagged: Identity[] = [];
  let dropped = 0;
  const identityMap = document.identityMap;
  for (const [code, items] of Object.entries(isObject(identityMap) ? identityMap : {})) {
    const namespace = rules.namespace(code);
    for (const item of Array.isArray(items) ? items : []) {
      const id = isObject(item) && typeof item.id === 'string' ? item.id.trim() : '';
      const isPrimary = isObject(item) && item.primary === true;
      if (namespace === undefined || !isUsable(namespace, id, rules.strictEcid)) {
        if (isPrimary) throw unusable(code, id);
        dropped += 1;
        continue;
      }
      const identity = all.find((known) => known.id === id && known.namespace.id === namespace.id) ?? { namespace, id };
      if (!all.includes(identity)) all.push(identity);
      if (isPrimary && !flagged.includes(identity)) flagged.push(identity);
    }
  }
  if (all.length > MAX_IDENTITIES) {
    throw new Rejection('TOO_MANY_IDENTITIES', `${all.length} identities, at most ${MAX_IDENTITIES} are taken`, [
      'identityMap',
    ]);
  }
  return { primary: choosePrimary(all, flagged, rules.ambiguous), all, dropped };
}

function choosePrimary(all: readonly Identity[], flagged: readonly Identity[], ambiguous: AmbiguousPrimary): Identity {
  const candidates = flagged.length > 0 ? flagged : all;
  const [first] = candidates;
  if (first === undefined) throw new Rejection('NO_IDENTITY', 'no usable identity', ['identityMap']);
  if (candidates.length === 1) return first;
  if (ambiguous === 'reject') {
    const count = flagged.length > 0 ? `${flagged.length} identities are` : `none of ${all.length} identities is`;
    throw new Rejection('AMBIGUOUS_PRIMARY', `${count} marked as primary`, ['identityMap']);
  }
  return candidates.reduce((best, next) => (byPriority(next.namespace, best.namespace) < 0 ? next : best));
}

/** Whether a trimmed value can be an identity of a namespace (profile-store.md section 1.4). */
export function isUsable(namespace: Namespace, id: string, strictEcid: boolean): boolean {
  if (MEANINGLESS.has(id.toLowerCase()) || id.length > MAX_VALUE_LENGTH) return false;
  return namespace.code !== 'ECID' || !strictEcid || /^\d{38}$/.test(id);
}

function unusable(code: string, id: string): Rejection {
  const shown = id.length > 40 ? `${id.slice(0, 39)}…` : id;
  return new Rejection('INVALID_IDENTITY', `the primary identity ${JSON.stringify(shown)} is not usable`, [
    'identityMap',
    code,
  ]);
}
