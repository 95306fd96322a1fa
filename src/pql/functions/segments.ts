import { epochOf } from '../values/time-text.ts';
import { isEntries, isList, ownValue, type PqlObject, type PqlValue, textOf } from '../values/value.ts';
import type { FunctionGroup } from './declaration.ts';
import { predicate } from './define.ts';

/**
 * Whether the membership map says that the profile is in an audience (pql.md section 6.8): some namespace has the
 * entry with status `realized` or `existing` that is not past its `validUntil`. A caller that knows which entry belongs
 * to which audience gives the entries by id under the empty namespace, and they alone decide.
 */
export function isInSegment(membership: PqlValue, id: string, now: number): boolean {
  if (!isObject(membership)) return false;
  const byId = membership[''];
  if (isObject(byId)) return isCurrent(byId[id], now);
  for (const name in membership) {
    const namespace = membership[name];
    if (isObject(namespace) && isCurrent(namespace[id], now)) return true;
  }
  return false;
}

function isCurrent(entry: PqlValue | undefined, now: number): boolean {
  if (!isObject(entry)) return false;
  const { status, validUntil = null } = entry;
  return (status === 'realized' || status === 'existing') && (validUntil === null || epochOf(validUntil) > now);
}

/** Memberships are data, which holds no computed values. */
function isObject(value: PqlValue | undefined): value is PqlObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

export const SEGMENTS: FunctionGroup = {
  title: 'Audiences',
  functions: [
    predicate({
      name: 'inSegment',
      params: 'string',
      signature: '(String) → Boolean',
      doc: 'True if the profile is a member of the audience with this id.',
      example: ['inSegment("s1")', 'true'],
      apply: ([id = null], { now, root }) => {
        const text = textOf(id);
        const membership = isEntries(root) ? (ownValue(root, 'segmentMembership') ?? null) : null;
        return text !== null && isInSegment(membership, text, now);
      },
    }),
  ],
};
