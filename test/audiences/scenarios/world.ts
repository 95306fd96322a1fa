import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Api, startApi } from '../../kit/api.ts';

export const AUDIENCES = '/data/core/ups/audiences';
export const DEFINITIONS = '/data/core/ups/segment/definitions';
export const EXTERNAL = '/data/core/ais/external-audience';
export const DAY = 24 * 60 * 60 * 1000;

/** Everybody that scenarios speak of; who has no record yet may become a profile by an upload. */
export const PEOPLE = ['ann', 'bob', 'cas', 'eve'] as const;
export type Person = (typeof PEOPLE)[number];

/** How an audience of a scenario gets its members. */
export type Kind = 'platform' | 'uploaded' | 'metadata';

/** What is fixed of an audience from its creation on. */
export interface Known {
  readonly kind: Kind;
  readonly id: string;
  readonly audienceId: string;
  readonly namespace: string;
}

/** The whole product, the audiences of one scenario by their names in it, and what the clock says. */
export interface World {
  readonly api: Api;
  readonly sandboxId: string;
  readonly known: Map<string, Known>;
  /** The id of an audience. */
  id(name: string): string;
  /** Writes a CSV file into the landing zone. */
  drop(path: string, content: string): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const api = await startApi();
  const { sandboxId } = (await api.system.sandboxes.defaultOf(api.imsOrgId)).reference;
  const known = new Map<string, Known>();
  return {
    api,
    sandboxId,
    known,
    id(name) {
      const audience = known.get(name);
      if (audience === undefined) throw new Error(`The scenario has no audience '${name}'.`);
      return audience.id;
    },
    async drop(path, content) {
      const place = join(api.system.directory.landingZonePath, sandboxId, path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, content);
    },
  };
}

/** Every identity of a person. */
export const identitiesOf = (name: string) => ({
  CRMID: [{ id: name, primary: true }],
  Email: [{ id: emailOf(name) }],
});

export const emailOf = (name: string): string => `${name}@example.org`;
