import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Everywhere, Sight } from './views.ts';
import type { Known, Person, World } from './world.ts';

/** What an audience of a scenario should be at a moment. */
export interface Expected {
  readonly state: 'draft' | 'published' | 'inactive' | 'gone';
  readonly members: readonly Person[];
  /** Who has been a member and has left. */
  readonly left: readonly Person[];
  /** Members that the last job or run counted; none before the first. */
  readonly counted?: number;
  /** Names of the audiences that the expression refers to. */
  readonly uses: readonly string[];
  /** Its name in the product, where that is another one. */
  readonly called?: string;
}

export const UNKNOWN: Expected = { state: 'published', members: [], left: [], uses: [] };

/** Compares all that can be seen of the audiences with what they should be. */
export function expectEverywhere(world: World, seen: Everywhere, expected: ReadonlyMap<string, Expected>): void {
  const wanted = [...expected].map(([name, audience]) => [name, wantedSight(name, audience, world, expected)]);
  const shown = [...world.known].map(([name]) => [name, shownSight(seen[name], world)]);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted));
}

function wantedSight(name: string, audience: Expected, world: World, all: ReadonlyMap<string, Expected>) {
  const { called = name, counted, left, members, state, uses } = audience;
  const { kind } = world.known.get(name) ?? ({ kind: 'platform' } satisfies Partial<Known>);
  if (state === 'gone') return NOTHING;
  const usedBy = [...all].filter(([, other]) => other.state !== 'gone' && other.uses.includes(name));
  const entries = Object.fromEntries([
    ...members.map((one) => [one, 'realized']),
    ...left.map((one) => [one, 'exited']),
  ]);
  return {
    name: called,
    state,
    enabled: kind === 'platform' ? (state === 'inactive' ? 'disabled' : 'enabled') : undefined,
    uses,
    usedBy: usedBy.map(([other]) => other).toSorted(),
    listed: state === 'inactive' ? 0 : 1,
    inState: 1,
    bulk: 1,
    allCopiesEqual: true,
    definition: kind === 'platform' ? called : undefined,
    definitions: kind === 'platform' ? 1 : 0,
    upload: kind === 'uploaded' ? called : undefined,
    counted: kind === 'metadata' ? undefined : counted,
    found: state === 'inactive' ? [] : [called],
    entries,
    exported: entries,
    inSegment: [...members].toSorted(),
  };
}

const NOTHING = {
  listed: 0,
  inState: 0,
  bulk: 0,
  allCopiesEqual: true,
  definitions: 0,
  found: [],
  entries: {},
  exported: {},
  inSegment: [],
};

/** The same of what was seen. */
function shownSight(sight: Sight | undefined, world: World) {
  if (sight === undefined) return undefined;
  const { bulk, definition, definitions, entries, exported, found, inSegment, inState, listed, metrics, resource } =
    sight;
  const names = new Map([...world.known].map(([name, { id }]) => [id, name]));
  const named = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id);
  const copies = [...listed, ...inState, ...bulk].every((copy) => isDeepStrictEqual(copy, resource));
  return {
    ...(resource && {
      name: resource.name,
      state: resource.lifecycleState,
      enabled: resource.state,
      uses: named(resource.dependencies),
      usedBy: named(resource.dependents).toSorted(),
      definition: definition?.name,
      upload: sight.upload,
      counted: metrics?.data.totalProfiles,
    }),
    listed: listed.length,
    inState: inState.length,
    bulk: bulk.length,
    allCopiesEqual: copies && isSameDefinition(sight),
    definitions: definitions.length,
    found,
    entries,
    exported,
    inSegment,
  };
}

/** Whether both views of a Platform audience, and the list of the older one, say the same. */
function isSameDefinition({ definition, definitions, resource }: Sight): boolean {
  if (definition === undefined) return definitions.length === 0;
  return (
    definitions.every((copy) => isDeepStrictEqual(copy, definition)) && definition.updateTime === resource?.updateTime
  );
}

/** Checks that of the audiences that stay only the named one has another version than before. */
export function expectVersions(before: Everywhere, after: Everywhere, changed: string | undefined): void {
  for (const [name, { resource: was }] of Object.entries(before)) {
    const is = after[name]?.resource;
    if (was === undefined || is === undefined) continue;
    expect(is._etag === was._etag ? 'the same version' : 'a new version', name).toBe(
      name === changed ? 'a new version' : 'the same version',
    );
  }
}
