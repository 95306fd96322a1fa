import { expect } from 'vitest';
import { type Expected, expectEverywhere, expectVersions, UNKNOWN } from './expectation.ts';
import type { Act } from './verbs.ts';
import { type Everywhere, lookEverywhere } from './views.ts';
import { startWorld } from './world.ts';

/** One thing that happens, and what has changed for everybody to see after it. All else must be as it was. */
export interface Step {
  readonly step: string;
  readonly act: Act;
  /** Status and error code; the step changes nothing then. */
  readonly refused?: readonly [status: number, code: string];
  /** By the names of audiences. */
  readonly shows?: Readonly<Record<string, Partial<Expected>>>;
}

export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Plays a scenario on a product of its own; after every step it looks everywhere. */
export async function play({ steps }: Scenario): Promise<void> {
  const world = await startWorld();
  try {
    const union = 'https://ns.adobe.com/xdm/context/profile__union';
    const body = { name: 'Exports', schemaRef: { id: union }, fileDescription: { format: 'json' } };
    const [location = ''] = (await world.api.client.post('/data/foundation/catalog/dataSets', { body })).data;
    const datasetId = location.slice('@/dataSets/'.length);
    const expected = new Map<string, Expected>();
    let before: Everywhere = {};
    for (const { act, refused, shows = {}, step } of steps) {
      const { body, status } = await act.run(world);
      const code = body?.type?.split('/').at(-1);
      expect(status < 300 ? 'done' : [status, code], step).toEqual(refused ?? 'done');
      for (const [name, change] of Object.entries(shows))
        expected.set(name, { ...UNKNOWN, ...expected.get(name), ...change });
      const after = await lookEverywhere(world, datasetId);
      try {
        expectEverywhere(world, after, expected);
        expectVersions(before, after, refused === undefined ? act.changes : undefined);
      } catch (error) {
        throw new Error(`After the step '${step}'`, { cause: error });
      }
      before = after;
    }
  } finally {
    await world.api.close();
  }
}
