import { isObject } from './validation/schema.ts';

/**
 * The part of an entity that dotted paths select (profile-store.md section 4.1): each its subtree, of arrays from every
 * element. Unknown paths select nothing; parents are kept as far as they lead to something.
 */
export function selectFields(
  entity: Readonly<Record<string, unknown>>,
  paths: readonly string[],
): Readonly<Record<string, unknown>> {
  const selected = select(
    entity,
    paths.map((path) => path.split('.')),
  );
  return isObject(selected) ? selected : {};
}

function select(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => select(item, paths)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return undefined;
  const byName = Map.groupBy(paths, ([name]) => name);
  const members = Object.entries(value).flatMap(([name, child]): [string, unknown][] => {
    const below = byName.get(name);
    const selected =
      below &&
      select(
        child,
        below.map((path) => path.slice(1)),
      );
    return selected === undefined ? [] : [[name, selected]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
