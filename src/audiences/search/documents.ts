import type { Audience } from '../audience.ts';
import { type Folder, placementOf, ROOT } from '../folders/folder.ts';
import type { SearchDocument } from './index/document.ts';

/** The folders that are in use, by id. */
export type FolderTree = ReadonlyMap<string, Folder>;

export const segmentKey = (id: string): string => `segment:${id}`;
export const folderKey = (id: string): string => `folder:${id}`;

/** Whether search shows an audience (api-search.md section 2.1). */
export const isSearchable = ({ lifecycleState }: Audience): boolean => lifecycleState !== 'inactive';

export function segmentDocument(audience: Audience, folders: FolderTree): SearchDocument {
  const placement = placementOf(audience);
  const parentFolderId = folders.has(placement) ? placement : ROOT;
  const description = audience.description === '' ? undefined : audience.description;
  return {
    key: segmentKey(audience.id),
    id: audience.audienceId,
    isFolder: false,
    namespace: audience.namespace,
    parentFolderId,
    name: audience.name,
    ...(description !== undefined && { description }),
    values: {
      segmentId: distinct([audience.audienceId, audience.id]),
      segmentName: [audience.name],
      ...(description !== undefined && { segmentDescription: [description] }),
      // A folder that does not exist is found by the id that the audience has for it.
      parentFolderId: distinct([parentFolderId, placement]),
      folderLocation: locationOf(parentFolderId, folders),
    },
  };
}

export function folderDocument(folder: Folder, folders: FolderTree): SearchDocument {
  return {
    key: folderKey(folder.id),
    id: folder.id,
    isFolder: true,
    namespace: folder.namespace,
    parentFolderId: folder.parentId,
    name: folder.name,
    values: {
      folderId: [folder.id],
      folderName: [folder.name],
      parentFolderId: [folder.parentId],
      folderLocation: locationOf(folder.parentId, folders),
    },
  };
}

/** The folders from the top down to one, which is the last. */
export function pathTo(id: string, folders: FolderTree): readonly Folder[] {
  const path: Folder[] = [];
  for (let folder = folders.get(id); folder !== undefined; folder = folders.get(folder.parentId)) path.unshift(folder);
  return path;
}

/** The paths of ids and of names to what is in a folder. */
function locationOf(parentId: string, folders: FolderTree): readonly string[] {
  const path = pathTo(parentId, folders);
  return distinct([path.map(({ id }) => id), path.map(({ name }) => name)].map((steps) => `/${steps.join('/')}`));
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
