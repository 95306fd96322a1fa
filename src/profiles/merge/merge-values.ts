import { isObject, type JsonObject } from '../json.ts';

/**
 * Merges the values of one field, highest priority first (profile-store.md section 3.5.3): objects and maps key by key,
 * of anything else the first is taken whole. Undefined when there is no value.
 */
export function mergeValues(values: readonly unknown[]): unknown {
  const first = values[0];
  if (!isObject(first)) return first;
  return mergeObjects(values.filter(isObject));
}

function mergeObjects(objects: readonly JsonObject[]): JsonObject {
  const [only, ...others] = objects;
  if (only !== undefined && others.length === 0) return only;
  const keys = new Set(objects.flatMap((object) => Object.keys(object)));
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      mergeValues(objects.filter((object) => Object.hasOwn(object, key)).map((object) => object[key])),
    ]),
  );
}
