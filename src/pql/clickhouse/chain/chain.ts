import { mayBeAbsent } from '../../check/chain.ts';
import { countHolds, neededEvents } from '../../interpreter/chain.ts';
import type { Chain } from '../../ir.ts';
import { overEvents } from '../eventRows.ts';
import { type EventTypes, eitherOf, eventTypesOf } from '../eventTypes.ts';
import { refuse } from '../refusal.ts';
import { compile, type Scope } from '../scope.ts';
import { or } from '../sql.ts';
import { type EventList, emptyList, predicate, type Value } from '../value.ts';
import { arrayPoints, storedPoints } from './points.ts';
import { Search } from './search.ts';

/** `chain(list, path, [elements])` (pql.md section 9.2). */
export function chain(ir: Chain, scope: Scope): Value {
  const collection = compile(ir.collection, scope);
  return overEvents(collection, scope, ir, (list) => {
    switch (list.kind) {
      case 'events':
        return list.flat || list.compact ? refuse('a chain over parts of events', ir) : overStored(ir, list, scope);
      case 'list':
      case 'nothing':
        return predicate(overArray(ir, list.kind === 'list' ? list : emptyList, scope));
      default:
        return refuse('a single value in the place of a list', ir);
    }
  });
}

function overArray(ir: Chain, list: typeof emptyList, scope: Scope): string {
  return new Search(ir, scope, (keyOf) => arrayPoints(ir, list, scope, keyOf)).sql();
}

/** A leaf: it is decided where the events are. */
function overStored(ir: Chain, list: EventList, scope: Scope): Value {
  const { leaves } = scope.compilation;
  const search = new Search(ir, scope, (keyOf) => storedPoints(ir, list, scope, keyOf));
  const sql = search.sql();
  if (sql === 'true' || sql === 'false') return predicate(sql);
  const whenEmpty = ir.elements.every((element) =>
    mayBeAbsent(element) ? countHolds(element, 0) : neededEvents(element) === 0,
  );
  const where = or([...search.fits]);
  const leaf = leaves.leaf(whenEmpty ? `NOT ${sql}` : sql, where, typesOf(ir, list));
  return predicate(whenEmpty ? `NOT ${leaf.name}` : leaf.name);
}

/** The event types that any element can want. */
function typesOf({ elements }: Chain, { eventTypes }: EventList): EventTypes {
  if (eventTypes !== undefined) return eventTypes;
  return elements
    .map(({ what, where, item }) => {
      const types = eventTypesOf(what, item.id);
      return where === undefined ? types : (types ?? eventTypesOf(where, item.id));
    })
    .reduce(eitherOf);
}
