import { isObject, type JsonObject } from '../json.ts';

/**
 * Writes a record over a stored one, leaf by leaf (profile-store.md section 1.2): what is present overwrites, objects and
 * maps are merged, arrays are replaced whole, and null removes. The result holds no null.
 */
export function patched(stored: JsonObject, patch: JsonObject): JsonObject {
  const result = new Map(Object.entries(stored));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else if (isObject(value)) {
      const present = result.get(name);
      result.set(name, patched(isObject(present) ? present : {}, value));
    } else result.set(name, value);
  }
  return Object.fromEntries(result);
}
