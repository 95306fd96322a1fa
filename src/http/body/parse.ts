import { malformed } from '../../errors.ts';
import { parseJson } from '../../parse-json.ts';

/** Largest body in bytes (api-conventions.md section 1). */
export const BODY_LIMIT = 10 * 1024 * 1024;

/** How deep a body may be nested. */
export const MAX_DEPTH = 100;

/**
 * Reads a body as JSON by api-conventions.md section 15: UTF-8, a byte-order mark is skipped, of duplicate keys the
 * last wins, at most 100 levels deep.
 *
 * @throws ServiceError `UPLIB-101206-500`
 */
export function parseBody(bytes: Uint8Array): unknown {
  if (depthOf(bytes) > MAX_DEPTH) throw malformed();
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed();
  }
}

/** Whether a value is nested deeper than a body may be. */
export const isTooDeep = (value: unknown, levels = MAX_DEPTH): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1)));

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENERS = new Set([0x5b, 0x7b]);
const CLOSERS = new Set([0x5d, 0x7d]);

/** How deep arrays and objects are nested, found without building them. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPENERS.has(byte)) deepest = Math.max(deepest, ++depth);
    else if (CLOSERS.has(byte)) depth -= 1;
  }
  return deepest;
}
