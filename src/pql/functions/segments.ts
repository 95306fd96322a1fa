import { epochOf } from '../values/time-text.ts';
import { entriesOf, isEntries, ownValue, type PqlValue, textOf } from '../values/value.ts';
import type { FunctionGroup } from './declaration.ts';
import { predicate } from './define.ts';

/**
 * Whether the membership map says that the profile is in an audience (pql.md section 6.8): some namespace has the
 * entry with status `realized` or `existing` that is not past its `validUntil`.
 */
export function isInSegment(membership: PqlValue, id: string, now: number): boolean {
  if (!isEntries(membership)) return false;
  return entriesOf(membership).some(([, namespace]) => {
    const entry = isEntries(namespace) ? ownValue(namespace, id) : undefined;
    if (!isEntries(entry)) return false;
    const status = ownValue(entry, 'status');
    const validUntil = ownValue(entry, 'validUntil') ?? null;
    return (status === 'realized' || status === 'existing') && (validUntil === null || epochOf(validUntil) > now);
  });
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
