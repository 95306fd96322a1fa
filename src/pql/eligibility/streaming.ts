import type { Facts } from '../facts/facts.ts';
import { type CommonReasons, windowReasons } from './common.ts';
import { type Reason, reason } from './reason.ts';

/** Steps 3 and 4 of the procedure. */
export function streamingReasons(facts: Facts, common: CommonReasons): readonly Reason[] {
  return [...common.always, ...common.mergePolicy, ...windowReasons(facts), ...orderReasons(facts)];
}

/** No condition on the merge policy, and one plain event may be of any time if no profile attribute is read. */
export function legacyStreamingReasons(facts: Facts, common: CommonReasons): readonly Reason[] {
  const [only, ...others] = facts.eventQueries;
  const [node, ...more] = only?.nodes ?? [];
  const plain = only?.negated === false && others.length === 0 && node?.minimumCount === 1 && more.length === 0;
  const attributes = facts.paths.some((path) => path.class === 'profile');
  const windows = plain && !attributes ? [] : windowReasons(facts);
  return [...common.always, ...windows, ...orderReasons(facts)];
}

function orderReasons({ eventQueries }: Facts): readonly Reason[] {
  const positive = eventQueries.filter((query) => !query.negated);
  const unordered = eventQueries.filter((query) => !query.ordered);
  const [first] = eventQueries;
  if (first !== undefined && positive.length === 0)
    return [reason('EVENT_ONLY_NEGATION', first.span), ...unorderedReasons(unordered)];
  return unorderedReasons([...(positive.length > 1 ? positive.slice(1) : []), ...unordered]);
}

function unorderedReasons(queries: Facts['eventQueries']): readonly Reason[] {
  return [...new Set(queries)].map((query) => reason('EVENTS_UNORDERED', query.span));
}
