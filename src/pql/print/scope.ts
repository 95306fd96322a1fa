import type { Parameter } from '../ir.ts';

/** What is in scope where text is printed. */
export interface PrintScope {
  /** Variable numbers of the item scopes, innermost first; the profile is not among them. */
  readonly items: readonly number[];
  /** Written names by variable number, in the order in which they were bound. */
  readonly names: ReadonlyMap<number, string>;
}

export const ROOT_SCOPE: PrintScope = { items: [], names: new Map() };

export function withItem(scope: PrintScope, { id }: Parameter): PrintScope {
  return { ...scope, items: [id, ...scope.items] };
}

export function withVariable(scope: PrintScope, { id, name }: Parameter): PrintScope {
  return { ...scope, names: new Map([...scope.names, [id, name]]) };
}

/** True if a bare name would be read as a variable. */
export function isCaptured({ names }: PrintScope, name: string): boolean {
  return [...names.values()].includes(name);
}
