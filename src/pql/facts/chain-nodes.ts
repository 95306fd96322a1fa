import { mayBeAbsent } from '../check/chain.ts';
import type { Chain, ChainElement } from '../ir.ts';
import { countingOf, type EventNode } from './event-queries.ts';
import { type ItemCondition, lookBackOfConditions } from './sources.ts';
import { gapsOf, type LookBack, lookBackOf, shorter } from './windows.ts';

/** The event nodes of a chain with their look-backs, which order and gaps bound (evaluation.md section 2.3, step 2). */
export function chainNodes(chain: Chain, outer: readonly ItemCondition[]): readonly EventNode[] {
  const lookBacks = chain.elements.map((element) => ownLookBack(chain, element, outer));
  boundByOrder(chain, lookBacks);
  boundByGaps(chain, lookBacks);
  boundByOrder(chain, lookBacks);
  return chain.elements.map((element, index): EventNode => {
    const counting = element.count === undefined ? ONE : countingOf(element.count.op, element.count.value);
    const lookBack = lookBacks[index] ?? lookBackOfConditions([], []);
    return { span: element.span, lookBack, ...counting };
  });
}

const ONE = { negated: false, minimumCount: 1 };

function ownLookBack(chain: Chain, element: ChainElement, outer: readonly ItemCondition[]): LookBack {
  const { item, what, where, when } = element;
  const conditions: ItemCondition[] = [...outer, { item: item.id, condition: what }];
  if (where !== undefined) conditions.push({ item: item.id, condition: where });
  const inConditions = lookBackOfConditions(conditions, chain.timestamp);
  return when === undefined ? inConditions : shorter(lookBackOf(when), inConditions);
}

/** Every event is later than those of the assigned elements before it. */
function boundByOrder(chain: Chain, lookBacks: LookBack[]): void {
  let earlier: LookBack | undefined;
  chain.elements.forEach((element, index) => {
    const own = lookBacks[index];
    if (own === undefined) return;
    const bound = earlier === undefined ? own : shorter(own, earlier);
    lookBacks[index] = bound;
    if (!mayBeAbsent(element)) earlier = bound;
  });
}

/** An event that has another at most g later is at most g older than that one. */
function boundByGaps(chain: Chain, lookBacks: LookBack[]): void {
  for (const [index, element] of [...chain.elements.entries()].reverse()) {
    const later = lookBacks[index];
    if (later === undefined || element.when === undefined || mayBeAbsent(element)) continue;
    for (const { labelId, hours } of gapsOf(element.when)) {
      const at = chain.elements.findIndex((other) => other.labelId === labelId);
      const own = lookBacks[at];
      const single = (chain.elements[at]?.count?.value ?? 1) === 1;
      if (own === undefined || !single) continue;
      lookBacks[at] = shorter(own, { hours: later.hours + hours, code: later.code });
    }
  }
}
