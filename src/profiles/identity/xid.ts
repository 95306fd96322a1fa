import { createHash } from 'node:crypto';

/** The opaque id of an identity (profile-store.md section 1.4). */
export function xidOf(namespaceId: number, value: string): string {
  const digest = createHash('sha256').update(`1|${namespaceId}|${value}`).digest();
  return digest.subarray(0, 20).toString('base64url');
}
