import { FUNCTIONS } from '../functions/registry.ts';
import type { Call, Ir, Lambda } from '../ir.ts';
import { isEarlier, isValidKey, quickOrder } from '../values/sort-keys.ts';
import { lambdaOf } from '../walk.ts';
import type { Compiler } from './compiler.ts';
import { compileLambda, itemFunction } from './lambdas.ts';
import { isOfEvents, unsortedElements } from './loops.ts';
import type { Js } from './program.ts';

/** `L.topN(key, n).head()` and the same of `bottomN` as one pass; undefined for anything else. */
export function compileHead(compiler: Compiler, { name, args: [sorted] }: Call): Js | undefined {
  if (name !== 'head' || sorted?.kind !== 'call' || !isSort(sorted.name)) return undefined;
  const [collection] = sorted.args;
  const key = lambdaOf(sorted.args);
  const count = sorted.args.at(-1);
  const some = count?.kind === 'literal' && typeof count.value === 'number' && count.value >= 1;
  return some && collection !== undefined && key !== undefined
    ? compileFirst(compiler, sorted.name, collection, key)
    : undefined;
}

function isSort(name: string): name is 'topN' | 'bottomN' {
  return name === 'topN' || name === 'bottomN';
}

/** The first element in order of keys; sorted only where the keys have no quick order. */
function compileFirst(compiler: Compiler, name: 'topN' | 'bottomN', collection: Ir, lambda: Lambda): Js {
  const { program, js, frame } = compiler;
  const key = compileLambda(compiler, lambda);
  const order = name === 'topN' ? js`${quickOrder}(key, firstKey)` : js`${quickOrder}(firstKey, key)`;
  const ofEvents = isOfEvents(collection);
  const wins = ofEvents ? js`order > 0 || (order === 0 && ${isEarlier}(list[at], first))` : js`order > 0`;
  const inOrder = ofEvents ? js`${frame}.inOrder(list)` : js`list`;
  const sorted = js`${FUNCTIONS.get(name)?.apply}(${inOrder}, ${itemFunction(compiler, lambda, key)}, [1])`;
  const body = js`
    const list = ${unsortedElements(compiler, collection)};
    if (list.length === 0) return null;
    let first = list[0], firstKey = ${key(js`first`)}, order = 0;
    for (let at = 1; at < list.length && order === order; at += 1) {
      const key = ${key(js`list[at]`)};
      order = ${order};
      if (${wins}) { first = list[at]; firstKey = key; }
    }
    return order === order && ${isValidKey}(firstKey) ? first : ${sorted}[0];`;
  return program.fn([], body)();
}
