import type { Ast } from '../ast.ts';

/** True if a tree has more than `limit` levels. Does not recurse, so that no tree can exhaust the stack. */
export function isDeeperThan(ast: Ast, limit: number): boolean {
  let level: readonly unknown[] = [ast];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap(children);
  }
  return false;
}

function children(node: unknown): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
}
