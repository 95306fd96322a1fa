import type { Ir } from '../pql/ir.ts';
import { childrenOf } from '../pql/walk.ts';

/** Dotted paths of the profile that an expression reads, each once, in textual order; what it reads of events is left out. */
export function readPaths(ir: Ir): readonly string[] {
  return [...new Set(paths(ir))];
}

function* paths(ir: Ir): Generator<string> {
  const path = pathFromRoot(ir);
  if (path !== undefined && path.length > 0) yield path.join('.');
  else for (const child of childrenOf(ir)) yield* paths(child);
}

/** The names from the profile to a field of its own; undefined for anything else. */
function pathFromRoot(ir: Ir): readonly string[] | undefined {
  if (ir.kind === 'root') return [];
  if (ir.kind !== 'field' || ir.entity !== undefined) return undefined;
  const above = pathFromRoot(ir.object);
  return above && [...above, ir.name];
}
