import type { Audience } from './audience.ts';
import type { AudienceChange, AudienceRepository } from './audience-repository.ts';

/** An audience and who uses it; a new object after every change of either. */
export interface AudienceEntry {
  readonly id: string;
  readonly audience: Audience;
  /** Ids of the audiences whose expression reads this one, in order of creation. */
  readonly dependents: readonly string[];
}

/** The audiences of one sandbox in memory, as the last write left them. */
export class SandboxAudiences {
  readonly #entries = new Map<string, AudienceEntry>();
  /** By the id of what is read; also of what is not there. */
  readonly #dependents = new Map<string, Set<string>>();
  #version = 0;

  /** Differs after every change; for what is derived from the audiences. */
  get version(): number {
    return this.#version;
  }

  /** In no order that counts. */
  entries(): Iterable<AudienceEntry> {
    return this.#entries.values();
  }

  entry(id: string): AudienceEntry | undefined {
    return this.#entries.get(id);
  }

  get(id: string): Audience | undefined {
    return this.#entries.get(id)?.audience;
  }

  /** In no order that counts. */
  *all(): Iterable<Audience> {
    for (const { audience } of this.#entries.values()) yield audience;
  }

  /** Puts an audience in, in place of the one with its id, or takes it out. */
  set(id: string, audience: Audience | undefined): void {
    const before = this.get(id)?.dependencies ?? [];
    const after = audience?.dependencies ?? [];
    for (const dependency of before) this.#dependents.get(dependency)?.delete(id);
    for (const dependency of after) {
      this.#dependents.set(dependency, (this.#dependents.get(dependency) ?? new Set()).add(id));
    }
    if (audience === undefined) this.#entries.delete(id);
    else this.#entries.set(id, this.#entryOf(audience));
    for (const dependency of new Set([...before, ...after])) this.#refresh(dependency);
    this.#version += 1;
  }

  #refresh(id: string): void {
    const audience = this.get(id);
    if (audience !== undefined) this.#entries.set(id, this.#entryOf(audience));
  }

  #entryOf(audience: Audience): AudienceEntry {
    const createdAt = (id: string) => this.get(id)?.createdAt ?? 0;
    const dependents = [...(this.#dependents.get(audience.id) ?? [])].toSorted((a, b) => createdAt(a) - createdAt(b));
    return { id: audience.id, audience, dependents };
  }
}

/**
 * The audiences of sandboxes in memory, for lists: read from the repository once, then following its writes. Only for
 * the repository object that all writes of the process go through.
 */
export class AudienceCatalogue {
  readonly #repository: AudienceRepository;
  readonly #sandboxes = new Map<string, Promise<SandboxAudiences>>();
  readonly #ready = new Map<string, SandboxAudiences>();
  /** Changes since a sandbox began to be read. */
  readonly #early = new Map<string, AudienceChange[]>();

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
