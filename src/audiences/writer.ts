import { randomUUID } from 'node:crypto';
import { Serial } from '../serial.ts';
import { type Audience, isPlatform } from './audience.ts';
import type { AlsoStore, AudienceRepository, AudienceState } from './audience-repository.ts';
import type { Scope } from './definition.ts';
import { identifierTaken, inUse, nameTaken } from './errors.ts';
import { checkTransition } from './lifecycle.ts';
import type { Version, Versions } from './version.ts';

/** One of the parts of the API in which audiences are found, changed and deleted. */
export interface WriteView<A extends Audience> {
  readonly has: (audience: Audience) => audience is A;
  /** The error for an id that names none of its audiences. */
  readonly missing: (id: string) => Error;
  /** The error of the deletion of an audience that others use; E5 unless given. */
  readonly used?: (userIds: readonly string[]) => Error;
}

/** Who changes an audience, and on what condition. */
export interface Change {
  /** User id. */
  readonly author: string;
  /** Throws when the stored version is not the one that the client knows. */
  readonly ifMatch?: (etag: string) => void;
}

/** A stored audience, and the reason codes of a fallback to batch, if there was one. */
export interface Saved<A extends Audience = Audience> {
  readonly audience: A;
  readonly fallback: readonly string[];
}

/** What a change makes of an audience. */
export interface Changed<A extends Audience> extends Saved<A> {
  readonly also?: AlsoStore;
}

/** What the system gives a new audience. */
export interface Made extends Version {
  readonly id: string;
  readonly createdBy: string;
  readonly lastModifiedBy: string;
  readonly createdAt: number;
}

type StateOf = (audience: Audience) => AudienceState | undefined;
type Listener = (scope: Scope, audience: Audience) => void | Promise<void>;

/**
 * Every write of clients to audiences of either kind, through whichever view.
 *
 * Writes of one sandbox happen one after the other, so that the checks on names, references, guards and versions still
 * hold when the row is written.
 */
export class AudienceWriter {
  readonly #repository: AudienceRepository;
  readonly #versions: Versions;
  readonly #writes = new Serial();
  readonly #updated: StateOf[] = [];
  readonly #deleted: Listener[] = [];

  constructor(repository: AudienceRepository, versions: Versions) {
    this.#repository = repository;
    this.#versions = versions;
  }

  /** What the system notes of an audience when a client changes it, in the same transaction; not at its creation. */
  onUpdated(stateOf: StateOf): void {
    this.#updated.push(stateOf);
  }

  /** The listener is called when an audience is gone, to remove what belonged to it. */
  onDeleted(listener: Listener): void {
    this.#deleted.push(listener);
  }

  /** @throws ServiceError when the name or the identifier is taken; what `make` throws */
  insert<A extends Audience>(
    { sandbox: { sandboxId } }: Scope,
    author: string,
    make: (made: Made) => Promise<Saved<A>>,
  ): Promise<Saved<A>> {
    return this.#writes.run(sandboxId, async () => {
      const version = this.#versions.next();
      const who = { createdBy: author, lastModifiedBy: author };
      const saved = await make({ id: randomUUID(), ...who, createdAt: version.updatedAt, ...version });
      await this.#refuseTaken(sandboxId, saved.audience);
      await this.#repository.insert(sandboxId, saved.audience);
      return saved;
    });
  }

  /** @throws ServiceError when the name is taken or a guard of the life cycle fails; what `make` throws */
  change<A extends Audience>(
    scope: Scope,
    id: string,
    view: WriteView<A>,
    { author, ifMatch }: Change,
    make: (stored: A) => Promise<Changed<A>>,
  ): Promise<Saved<A>> {
    const { sandboxId } = scope.sandbox;
    return this.#writes.run(sandboxId, async () => {
      const stored = await this.#stored(sandboxId, id, view);
      ifMatch?.(stored.etag);
      const { also, audience: made, fallback } = await make(stored);
      await this.#checkTransition(sandboxId, stored, made);
      await this.#refuseTaken(sandboxId, made);
      const audience = { ...made, lastModifiedBy: author, ...this.#versions.next() };
      const states = this.#updated.flatMap((stateOf) => stateOf(audience) ?? []);
      if (!(await this.#repository.update(sandboxId, audience, states, also))) throw view.missing(id);
      return { audience, fallback };
    });
  }

  /** @throws ServiceError `UPAPI-113631-403` while other audiences use it, with one detail each, or what the view says */
  delete<A extends Audience>(
    scope: Scope,
    id: string,
    view: WriteView<A>,
    { ifMatch }: Pick<Change, 'ifMatch'> = {},
  ): Promise<void> {
    const { sandboxId } = scope.sandbox;
    return this.#writes.run(sandboxId, async () => {
      const stored = await this.#stored(sandboxId, id, view);
      ifMatch?.(stored.etag);
      const users = await this.#repository.dependents(sandboxId, stored.id);
      if (users.length > 0) throw (view.used ?? inUse)(users.map((user) => user.id));
      if (!(await this.#repository.delete(sandboxId, stored.id))) throw view.missing(id);
      for (const tell of this.#deleted) await tell(scope, stored);
    });
  }

  async #stored<A extends Audience>(sandboxId: string, id: string, { has, missing }: WriteView<A>): Promise<A> {
    const stored = await this.#repository.get(sandboxId, id.toLowerCase());
    if (stored === undefined || !has(stored)) throw missing(id);
    return stored;
  }

  async #checkTransition(sandboxId: string, stored: Audience, made: Audience): Promise<void> {
    if (stored.lifecycleState === made.lifecycleState) return;
    const dependencies = await this.#repository.byIds(sandboxId, made.dependencies);
    checkTransition(
      stored.lifecycleState,
      made.lifecycleState,
      [...dependencies.values()],
      await this.#repository.dependents(sandboxId, stored.id),
    );
  }

  async #refuseTaken(sandboxId: string, audience: Audience): Promise<void> {
    const { audienceId, id, name, namespace } = audience;
    if (isPlatform(audience)) {
      const holder = await this.#repository.idByName(sandboxId, name);
      if (holder !== undefined && holder !== id) throw nameTaken(name);
    } else {
      const holder = await this.#repository.byAudienceId(sandboxId, namespace, audienceId);
      if (holder !== undefined && holder.id !== id) throw identifierTaken(audienceId, namespace);
    }
  }
}
