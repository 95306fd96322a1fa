/** Where something is in a JSON value: the keys that lead there. */
export type Place = readonly string[];

/** Every place in a JSON value, the value itself first. */
export function placesOf(value: unknown, path: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))];
}

export function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** A JSON value with another one at a place. */
export function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, name === key ? replaced(part, rest, by) : part]),
  );
}

/** A JSON value without what is at a place below its root. */
export function without(value: unknown, place: Place): unknown {
  const key = place.at(-1);
  const above = place.slice(0, -1);
  const holder = valueAt(value, above);
  if (key === undefined || typeof holder !== 'object' || holder === null) return value;
  const rest = Object.entries(holder).filter(([name]) => name !== key);
  return replaced(value, above, Array.isArray(holder) ? rest.map(([, item]) => item) : Object.fromEntries(rest));
}
