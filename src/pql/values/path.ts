import { entriesOf, isEntries, isList, ownValue, type PqlValue } from './value.ts';

/** The path step `.name` (pql.md section 5.2): projection over lists, null on scalars. */
export function step(value: PqlValue, name: string): PqlValue {
  if (isList(value)) {
    const result: PqlValue[] = [];
    project(value, name, result);
    return result;
  }
  return isEntries(value) ? (fieldOf(value, name) ?? null) : null;
}

function project(list: readonly PqlValue[], name: string, result: PqlValue[]): void {
  for (const item of list) {
    const found = step(item, name);
    if (isList(found)) result.push(...found);
    else if (found !== null) result.push(found);
  }
}

function fieldOf(value: Parameters<typeof ownValue>[0], name: string): PqlValue | undefined {
  const found = ownValue(value, name);
  return found === undefined ? ownValue(value, otherName(name)) : found;
}

/** The name under which a field is found as well: with `xdm:` or without. */
export function otherName(name: string): string {
  return name.startsWith('xdm:') ? name.slice('xdm:'.length) : `xdm:${name}`;
}

/** `.*` and `[*]`: the non-null values of an object, a list itself, null on scalars. */
export function wildcard(value: PqlValue): PqlValue {
  if (isList(value)) return value;
  if (!isEntries(value)) return null;
  return entriesOf(value)
    .map(([, item]) => item)
    .filter((item) => item !== null);
}
