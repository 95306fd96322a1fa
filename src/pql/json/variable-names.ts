import type { Ir } from '../ir.ts';
import { boundBy, walk } from '../walk.ts';

const DECLARED_NAME = /^[_A-Za-z0-9]+$/;

/**
 * Names of the variables of a query in pql/json, by number: as written, but names of declared variables that JSON does
 * not allow are changed to ones that no other variable has.
 */
export function variableNames(ir: Ir): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const declared = new Set<number>();
  walk(ir, (node) => {
    const isDeclaration = node.kind === 'select' || node.kind === 'quantification' || node.kind === 'aggregation';
    for (const { id, name } of boundBy(node)) {
      names.set(id, name);
      if (isDeclaration) declared.add(id);
    }
  });
  const used = new Set(names.values());
  for (const id of declared) {
    const name = names.get(id) ?? '';
    if (DECLARED_NAME.test(name)) continue;
    const allowed = unusedName(name.replace(/[^_A-Za-z0-9]/gu, '_'), used);
    used.add(allowed);
    names.set(id, allowed);
  }
  return names;
}

function unusedName(base: string, used: ReadonlySet<string>): string {
  let name = base;
  for (let number = 1; used.has(name); number += 1) name = `${base}_${number}`;
  return name;
}
