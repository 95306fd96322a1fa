import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new ULID: 26 characters that sort by time, the id of a batch (profile-store.md section 5.3). */
export function ulid(now: number): string {
  let time = '';
  for (let rest = now; time.length < 10; rest = Math.floor(rest / 32)) time = DIGITS.charAt(rest % 32) + time;
  const random = [...randomBytes(16)].map((byte) => DIGITS.charAt(byte % 32));
  return time + random.join('');
}
