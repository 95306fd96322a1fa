import type { LifecycleState } from './audience-base.ts';
import { audienceProblem } from './errors.ts';

/** What a client may name; `deleted` is refused by whoever reads it. */
const STATES: ReadonlyMap<string, LifecycleState | 'deleted'> = new Map([
  ['draft', 'draft'],
  ['published', 'published'],
  ['active', 'published'],
  ['inactive', 'inactive'],
  ['deleted', 'deleted'],
  ['archived', 'deleted'],
]);

const ALLOWED: Readonly<Record<LifecycleState, readonly LifecycleState[]>> = {
  draft: ['published'],
  published: ['inactive'],
  inactive: ['published'],
};

/** The state that a text means, with the aliases of api-audiences.md section 1.5; undefined when it means none. */
export const lifecycleOf = (text: string): LifecycleState | 'deleted' | undefined => STATES.get(text.toLowerCase());

/**
 * The state that a body asks for.
 *
 * @param deleted the reason that the refusal of a deletion gives
 * @throws ServiceError `UPAPI-113434-400`
 */
export function requestedState(text: string, deleted: string): LifecycleState {
  const state = lifecycleOf(text);
  if (state === undefined) throw audienceProblem(`lifecycleState '${text}' is not one of draft, published, inactive.`);
  if (state === 'deleted') throw audienceProblem(deleted);
  return state;
}

/** What the guards of a transition look at. */
export interface Neighbour {
  readonly id: string;
  readonly lifecycleState: LifecycleState;
}

/**
 * Checks a change of state (api-audiences.md section 1.5): leaving published needs that nobody who is not inactive uses
 * the audience, publishing that all it uses is published.
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function checkTransition(
  from: LifecycleState,
  to: LifecycleState,
  dependencies: readonly Neighbour[],
  dependents: readonly Neighbour[],
): void {
  if (from === to) return;
  const refused = `lifecycleState cannot change from ${from} to ${to}`;
  if (!ALLOWED[from].includes(to)) throw audienceProblem(refused);
  if (to === 'published') {
    const unpublished = dependencies.filter(({ lifecycleState }) => lifecycleState !== 'published');
    if (unpublished.length > 0) throw audienceProblem(`${refused} because ${idsOf(unpublished)} are not published`);
  } else {
    const users = dependents.filter(({ lifecycleState }) => lifecycleState !== 'inactive');
    if (users.length > 0) throw audienceProblem(`${refused} because ${idsOf(users)} depend on it`);
  }
}

const idsOf = (neighbours: readonly Neighbour[]): string => neighbours.map(({ id }) => id).join(', ');
