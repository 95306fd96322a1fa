import type { EventNode } from '../facts/event-queries.ts';
import type { Facts } from '../facts/facts.ts';
import { type CommonReasons, type EligibilityContext, windowReasons } from './common.ts';
import { type Reason, reason } from './reason.ts';

/** Steps 3 and 5 of the procedure. */
export function edgeReasons(facts: Facts, common: CommonReasons, context: EligibilityContext): readonly Reason[] {
  const reasons = [...common.always, ...common.mergePolicy, ...windowReasons(facts)];
  for (const query of facts.eventQueries) {
    const absent = query.nodes.some((node) => node.negated);
    if (query.negated || (absent && query.nodes.length > 1)) reasons.push(reason('EVENT_NEGATED', query.span));
  }
  const needed = facts.eventQueries.flatMap((query) => (query.negated ? [] : neededNodes(query.nodes)));
  for (const node of needed.slice(1)) reasons.push(reason('MULTI_EVENT', node.span));
  for (const node of needed) if (node.minimumCount > 1) reasons.push(reason('EVENT_COUNT', node.span));
  const { references = {} } = context;
  for (const { id, span } of facts.inSegment) {
    if (Object.hasOwn(references, id) && references[id]?.method === 'streaming')
      reasons.push(reason('REF_METHOD', span));
  }
  return reasons;
}

/** The nodes that demand events; all of them if the query is positive by double negation. */
function neededNodes(nodes: readonly EventNode[]): readonly EventNode[] {
  const positive = nodes.filter((node) => !node.negated);
  return positive.length === 0 ? nodes : positive;
}

/** Windows matter only if more than one event or a count is needed; order, negation and references do not. */
export function legacyEdgeReasons(facts: Facts, common: CommonReasons): readonly Reason[] {
  const [only, ...others] = facts.eventQueries;
  const [node, ...more] = only?.nodes ?? [];
  const single = others.length === 0 && more.length === 0 && (node === undefined || node.minimumCount <= 1);
  return [...common.always, ...common.mergePolicy, ...(single ? [] : windowReasons(facts))];
}
