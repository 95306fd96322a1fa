import { randomUUID } from 'node:crypto';
import { invalidField, notFound, ServiceError } from '../../errors.ts';
import { sorted } from '../../order.ts';
import { Serial } from '../../serial.ts';
import type { Audience } from '../audience.ts';
import type { Scope } from '../definition.ts';
import { charactersIn, NAME_LIMIT } from '../text-limits.ts';
import { DEFAULT_NAMESPACE, type Folder, placementOf, ROOT } from './folder.ts';
import type { FolderRepository } from './repository.ts';

export interface FolderDependencies {
  readonly repository: FolderRepository;
  /** All audiences of a sandbox, whatever their state. */
  readonly audiences: (sandboxId: string) => Promise<Iterable<Audience>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface FolderInput {
  readonly name: string;
  readonly parentId?: string;
  readonly namespace?: string;
}

/** Create, read, rename and archive folders (api-search.md section 3.3). Writes of one sandbox follow each other. */
export class Folders {
  readonly #deps: FolderDependencies;
  readonly #writes = new Serial();

  constructor(deps: FolderDependencies) {
    this.#deps = deps;
  }

  /** @throws ServiceError `UPAPI-900003-400`, `UPAPI-113000-404` for the parent, `UPAPI-900602-409` */
  create(
    scope: Scope,
    { name, namespace = DEFAULT_NAMESPACE, parentId }: FolderInput,
    userId: string,
  ): Promise<Folder> {
    return this.#serially(scope, async () => {
      const now = this.#deps.now();
      const folder: Folder = {
        id: randomUUID(),
        name: checkedText('name', name.trim()),
        namespace: checkedText('namespace', namespace),
        parentId: await this.#parent(scope, parentId),
        status: 'IN_USE',
        createdBy: userId,
        modifiedBy: userId,
        createdAt: now,
        modifiedAt: now,
      };
      return this.#save(scope, folder);
    });
  }

  /** @throws ServiceError as {@link Folders.create} */
  rename(scope: Scope, id: string, name: string, userId: string): Promise<Folder> {
    return this.#serially(scope, async () => {
      const folder = await this.inUse(scope, id);
      return this.#save(scope, {
        ...folder,
        name: checkedText('name', name.trim()),
        modifiedBy: userId,
        modifiedAt: this.#deps.now(),
      });
    });
  }

  /** @throws ServiceError `UPAPI-113000-404`, `UPAPI-900603-400` when something is in it */
  archive(scope: Scope, id: string, userId: string): Promise<void> {
    return this.#serially(scope, async () => {
      const { audiences, now, repository } = this.#deps;
      const { sandboxId } = scope.sandbox;
      const folder = await this.inUse(scope, id);
      const placed = Iterator.from(await audiences(sandboxId)).some((audience) => placementOf(audience) === id);
      if (placed || (await repository.children(sandboxId, id)).length > 0) {
        throw new ServiceError('UPAPI-900603-400', `The folder ${id} is not empty.`);
      }
      await repository.save(sandboxId, { ...folder, status: 'ARCHIVED', modifiedBy: userId, modifiedAt: now() });
    });
  }

  /** Also one that is archived. */
  async get(scope: Scope, id: string): Promise<Folder> {
    const folder = await this.#deps.repository.get(scope.sandbox.sandboxId, id);
    if (folder === undefined) throw notFound([id]);
    return folder;
  }

  async inUse(scope: Scope, id: string): Promise<Folder> {
    const folder = await this.get(scope, id);
    if (folder.status === 'ARCHIVED') throw notFound([id]);
    return folder;
  }

  /** The folders directly below one or below {@link ROOT}, by name. */
  async children(scope: Scope, id: string): Promise<readonly Folder[]> {
    const children = await this.#deps.repository.children(scope.sandbox.sandboxId, id);
    return sorted(children, [{ attribute: 'name', direction: 'asc' }], ({ name }) => name);
  }

  async #parent(scope: Scope, id: string | undefined): Promise<string> {
    const { imsOrgId, sandbox } = scope;
    if (id === undefined || id === ROOT || id === `${imsOrgId}/${sandbox.sandboxId}/segment`) return ROOT;
    return (await this.inUse(scope, id)).id;
  }

  async #save(scope: Scope, folder: Folder): Promise<Folder> {
    const { repository } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const key = folder.name.toLowerCase();
    const siblings = await repository.children(sandboxId, folder.parentId);
    if (siblings.some(({ id, name }) => id !== folder.id && name.toLowerCase() === key)) {
      throw new ServiceError(
        'UPAPI-900602-409',
        `A folder with the name '${folder.name}' already exists in its parent.`,
      );
    }
    await repository.save(sandboxId, folder);
    return folder;
  }

  #serially<T>({ sandbox }: Scope, write: () => Promise<T>): Promise<T> {
    return this.#writes.run(sandbox.sandboxId, write);
  }
}

function checkedText(field: string, text: string): string {
  if (text.trim() === '') throw invalidField(field, 'It must not be blank.');
  if (charactersIn(text) > NAME_LIMIT) throw invalidField(field, `It must have at most ${NAME_LIMIT} characters.`);
  return text;
}
