import { ServiceError } from '../../errors.ts';
import type { Audience } from '../audience.ts';
import type { AudienceRepository } from '../audience-repository.ts';
import type { FolderRepository } from '../folders/repository.ts';
import type { SearchDocument } from './index/document.ts';
import { SandboxIndex } from './sandbox-index.ts';
import { Turns } from './turns.ts';

export interface SearchDependencies {
  /** Tells of every write of an audience. */
  readonly repository: Pick<AudienceRepository, 'onChanged'>;
  readonly folders: Pick<FolderRepository, 'all' | 'onChanged'>;
  /** All audiences of a sandbox as the last write left them, with no wait between being read and being handed over. */
  readonly audiences: (sandboxId: string) => Promise<Iterable<Audience>>;
}

export interface NamespaceCount {
  readonly namespace: string;
  readonly count: number;
}

export interface EntityQuery {
  readonly namespace: string;
  /** A query of api-search.md section 7; a blank one matches everything. */
  readonly query: string;
  /** A folder id or `root`: only what is directly in it. */
  readonly folderId?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface EntityPage {
  readonly entities: readonly SearchDocument[];
  readonly totalCount: number;
  /** Whether the folder that was asked for is there. */
  readonly folderFound: boolean;
}

const crowded = () =>
  new ServiceError('UPAPI-900061-503', 'The service is unavailable. Too many long searches are under way.');

/** Searches audiences and folders; the index of a sandbox is made when it is first searched, and follows every write. */
export class AudienceSearch {
  readonly #deps: SearchDependencies;
  readonly #turns = new Turns(() => performance.now());
  readonly #building = new Map<string, Promise<SandboxIndex>>();
  readonly #ready = new Map<string, SandboxIndex>();
  /** Sandboxes whose folders have changed while they were read. */
  readonly #stale = new Set<string>();

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
    deps.repository.onChanged(({ audience, id, sandboxId }) => this.#ready.get(sandboxId)?.setAudience(id, audience));
    deps.folders.onChanged((sandboxId, folder) => {
      this.#stale.add(sandboxId);
      this.#ready.get(sandboxId)?.setFolder(folder);
    });
  }

  /** Matches by namespace, most first, then by name; namespaces without any are left out. */
  async namespaces(sandboxId: string, query: string): Promise<readonly NamespaceCount[]> {
    const { documents } = await this.#index(sandboxId);
    const found = await this.#turns.run(documents.search(query), crowded);
    const groups = Map.groupBy(found, ({ namespace }) => namespace);
    return [...groups]
      .map(([namespace, matches]) => ({ namespace, count: matches.length }))
      .sort((one, other) => other.count - one.count || (one.namespace < other.namespace ? -1 : 1));
  }

  async entities(sandboxId: string, { folderId, limit, namespace, offset, query }: EntityQuery): Promise<EntityPage> {
    const index = await this.#index(sandboxId);
    const wanted = (document: SearchDocument) =>
      document.namespace === namespace && (folderId === undefined || document.parentFolderId === folderId);
    const matches = await this.#turns.run(index.documents.search(query, wanted), crowded);
    return {
      entities: matches.slice(offset, offset + limit),
      totalCount: matches.length,
      folderFound: folderId === undefined || index.hasFolder(folderId),
    };
  }

  /** The folders down to a folder or an audience, and itself; empty when it is not there (api-search.md section 6). */
  async path(sandboxId: string, namespace: string, id: string): Promise<readonly SearchDocument[]> {
    const index = await this.#index(sandboxId);
    const found = index.find(namespace, id);
    return found === undefined ? [] : [...index.ancestors(found), found];
  }

  /** @throws ServiceError `UPAPI-900061-503` when the index cannot be made; the next search tries again */
  #index(sandboxId: string): Promise<SandboxIndex> {
    const known = this.#building.get(sandboxId);
    if (known !== undefined) return known;
    const building = this.#build(sandboxId).catch((cause: unknown) => {
      this.#building.delete(sandboxId);
      const error = new ServiceError('UPAPI-900061-503', 'Search system is not setup correctly.');
      error.cause = cause;
      throw error;
    });
    this.#building.set(sandboxId, building);
    return building;
  }

  async #build(sandboxId: string): Promise<SandboxIndex> {
    const { audiences, folders } = this.#deps;
    for (;;) {
      this.#stale.delete(sandboxId);
      const all = await folders.all(sandboxId);
      const current = await audiences(sandboxId);
      if (this.#stale.has(sandboxId)) continue;
      const index = new SandboxIndex(current, all);
      this.#ready.set(sandboxId, index);
      await this.#turns.run(index.fill());
      return index;
    }
  }
}
