import type { Audience } from '../audience.ts';
import { type Folder, placementOf, ROOT } from '../folders/folder.ts';
import { folderDocument, folderKey, isSearchable, pathTo, segmentDocument, segmentKey } from './documents.ts';
import type { SearchDocument } from './index/document.ts';
import { DocumentIndex } from './index/document-index.ts';
import type { Steps } from './work.ts';

/** What search knows of one sandbox; follows audiences and folders as they change. */
export class SandboxIndex {
  readonly documents = new DocumentIndex();
  readonly #audiences: Map<string, Audience>;
  readonly #folders: Map<string, Folder>;

  /** @param folders those in use */
  constructor(audiences: Iterable<Audience>, folders: readonly Folder[]) {
    this.#audiences = new Map(Iterator.from(audiences).map((audience) => [audience.id, audience]));
    this.#folders = new Map(folders.map((folder) => [folder.id, folder]));
  }

  /** Makes the documents of what the index began with; changes may come in between. */
  *fill(): Steps<void> {
    // Maps that change while they are gone through show what they have then.
    for (const folder of this.#folders.values()) {
      this.documents.put(folderDocument(folder, this.#folders));
      yield;
    }
    for (const audience of this.#audiences.values()) {
      this.setAudience(audience.id, audience);
      yield;
    }
  }

  /** Puts an audience in, in place of the one with its id, or takes it out. */
  setAudience(id: string, audience: Audience | undefined): void {
    if (audience === undefined || !isSearchable(audience)) {
      this.#audiences.delete(id);
      this.documents.remove(segmentKey(id));
    } else {
      this.#audiences.set(id, audience);
      this.documents.put(segmentDocument(audience, this.#folders));
    }
  }

  /** Puts a folder in, in place of the one with its id; what is below it has another location then. */
  setFolder(folder: Folder): void {
    if (folder.status === 'IN_USE') this.#folders.set(folder.id, folder);
    else {
      this.#folders.delete(folder.id);
      this.documents.remove(folderKey(folder.id));
    }
    const isBelow = (id: string) => id === folder.id || pathTo(id, this.#folders).includes(folder);
    for (const one of this.#folders.values()) {
      if (isBelow(one.id)) this.documents.put(folderDocument(one, this.#folders));
    }
    for (const audience of this.#audiences.values()) {
      if (isBelow(placementOf(audience))) this.setAudience(audience.id, audience);
    }
  }

  /** The folder with an id, or else the audience of a namespace with that audience id, or else with that id. */
  find(namespace: string, id: string): SearchDocument | undefined {
    const folder = this.documents.get(folderKey(id));
    if (folder !== undefined) return folder;
    const own = this.documents.get(segmentKey(id));
    return (
      Iterator.from(this.documents.documents).find(
        (found) => !found.isFolder && found.namespace === namespace && found.id === id,
      ) ?? (own?.namespace === namespace ? own : undefined)
    );
  }

  /** Whether there is a folder with an id, or it is the root. */
  hasFolder(id: string): boolean {
    return id === ROOT || this.#folders.has(id);
  }

  /** The folders that a document is in, the topmost first. */
  ancestors({ parentFolderId }: SearchDocument): readonly SearchDocument[] {
    return pathTo(parentFolderId, this.#folders).map((folder) => folderDocument(folder, this.#folders));
  }
}
