import type { SandboxAudiences } from '../catalogue.ts';

/** Things kept of one sandbox. */
const LIMIT = 64;

/** Things that are made of the audiences of sandboxes, each kept by its name until an audience changes. */
export class Kept<T> {
  readonly #kept = new WeakMap<SandboxAudiences, { readonly version: number; readonly things: Map<string, T> }>();

  of(audiences: SandboxAudiences, name: string, make: () => T): T {
    const things = this.#thingsOf(audiences);
    const known = things.get(name);
    if (known !== undefined) return known;
    const thing = make();
    if (things.size >= LIMIT) things.clear();
    things.set(name, thing);
    return thing;
  }

  #thingsOf(audiences: SandboxAudiences): Map<string, T> {
    const { version } = audiences;
    const kept = this.#kept.get(audiences);
    if (kept?.version === version) return kept.things;
    const things = new Map<string, T>();
    this.#kept.set(audiences, { version, things });
    return things;
  }
}
