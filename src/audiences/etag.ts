import { randomBytes } from 'node:crypto';

/** A fresh version tag, without quotes (api-conventions.md section 11); `epoch` in Unix seconds. */
export function newEtag(epoch: number): string {
  const write = randomBytes(6).toString('hex');
  return `${write.slice(0, 8)}-0000-${write.slice(8)}-0000-${epoch.toString(16).padStart(8, '0')}0000`;
}
