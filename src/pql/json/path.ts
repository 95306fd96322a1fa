import { isIdentifier } from '../text/keywords.ts';

const STEP = /(?:`([^`]+)`|([^.`]+))(?:\.|$)/y;

const PREFIX = 'xdm:';

/** A field name without the prefix that it has in the standard; data is found under either name. */
export function withoutPrefix(name: string): string {
  return name.startsWith(PREFIX) && name !== PREFIX ? name.slice(PREFIX.length) : name;
}

/** Splits a path string `a.b`; names that are not identifiers stand in backquotes. Undefined if it is none. */
export function parsePath(path: string): readonly string[] | undefined {
  const names: string[] = [];
  STEP.lastIndex = 0;
  if (path === '' || path.endsWith('.')) return undefined;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    const name = match?.[1] ?? match?.[2];
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

/** The path string of names. */
export function formatPath(names: readonly string[]): string {
  return names.map((name) => (isIdentifier(name) ? name : `\`${name}\``)).join('.');
}
