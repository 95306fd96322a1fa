import type { Audience } from './audience.ts';
import type { AudienceChange, AudienceRepository } from './audience-repository.ts';

/** The audiences of one sandbox in memory, as the last write left them. */
export class SandboxAudiences {
  readonly #audiences = new Map<string, Audience>();
  /** By the id of what is read. */
  readonly #dependents = new Map<string, Set<string>>();
  #version = 0;

  /** Differs after every change; for what is derived from the audiences. */
  get version(): number {
    return this.#version;
  }

  /** In no order that counts. */
  all(): Iterable<Audience> {
    return this.#audiences.values();
  }

  get(id: string): Audience | undefined {
    return this.#audiences.get(id);
  }

  /** Ids of the audiences whose expression reads the audience, in order of creation. */
  dependents(id: string): readonly string[] {
    const ids = [...(this.#dependents.get(id) ?? [])];
    return ids.length < 2 ? ids : ids.toSorted((a, b) => this.#createdAt(a) - this.#createdAt(b));
  }

  /** Puts an audience in, in place of the one with its id, or takes it out. */
  set(id: string, audience: Audience | undefined): void {
    for (const dependency of this.#audiences.get(id)?.dependencies ?? []) this.#dependents.get(dependency)?.delete(id);
    if (audience === undefined) this.#audiences.delete(id);
    else this.#audiences.set(id, audience);
    for (const dependency of audience?.dependencies ?? []) {
      const dependents = this.#dependents.get(dependency) ?? new Set();
      this.#dependents.set(dependency, dependents.add(id));
    }
    this.#version += 1;
  }

  #createdAt(id: string): number {
    return this.#audiences.get(id)?.createdAt ?? 0;
  }
}

/**
 * The audiences of sandboxes in memory, for lists: read from the repository once, then following its writes. Only for
 * the repository object that all writes of the process go through.
 */
export class AudienceCatalogue {
  readonly #repository: AudienceRepository;
  readonly #sandboxes = new Map<string, Promise<SandboxAudiences>>();
  /** Changes since a sandbox began to be read. */
  readonly #early = new Map<string, AudienceChange[]>();
  readonly #ready = new Map<string, SandboxAudiences>();

  constructor(repository: AudienceRepository) {
    this.#repository = repository;
    repository.onChanged((change) => {
      this.#ready.get(change.sandboxId)?.set(change.id, change.audience);
      this.#early.get(change.sandboxId)?.push(change);
    });
  }

  of(sandboxId: string): Promise<SandboxAudiences> {
    const known = this.#sandboxes.get(sandboxId);
    if (known !== undefined) return known;
    const reading = this.#read(sandboxId);
    this.#sandboxes.set(sandboxId, reading);
    reading.catch(() => this.#sandboxes.delete(sandboxId));
    return reading;
  }

  async #read(sandboxId: string): Promise<SandboxAudiences> {
    const changes: AudienceChange[] = [];
    this.#early.set(sandboxId, changes);
    try {
      const audiences = new SandboxAudiences();
      for (const audience of await this.#repository.all(sandboxId)) audiences.set(audience.id, audience);
      for (const { id, audience } of changes) audiences.set(id, audience);
      this.#ready.set(sandboxId, audiences);
      return audiences;
    } finally {
      this.#early.delete(sandboxId);
    }
  }
}
