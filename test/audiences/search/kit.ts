import type { SearchField } from '../../../src/audiences/search/fields.ts';
import type { SearchDocument } from '../../../src/audiences/search/index/document.ts';
import { DocumentIndex } from '../../../src/audiences/search/index/document-index.ts';
import { finish } from '../../../src/audiences/search/work.ts';

type Values = Readonly<Partial<Record<SearchField, readonly string[]>>>;

/** A document with just what search needs; names are values of the field for its kind. */
export function documentOf(id: string, values: Values, isFolder = false): SearchDocument {
  const name = (isFolder ? values.folderName : values.segmentName)?.[0] ?? id;
  return { key: id, id, isFolder, namespace: 'AEPSegments', parentFolderId: 'root', name, values };
}

export const segment = (id: string, name: string, description?: string, more: Values = {}): SearchDocument =>
  documentOf(id, {
    segmentId: [id],
    segmentName: [name],
    ...(description !== undefined && { segmentDescription: [description] }),
    parentFolderId: ['root'],
    folderLocation: ['/'],
    ...more,
  });

export const folder = (id: string, name: string): SearchDocument =>
  documentOf(id, { folderId: [id], folderName: [name], parentFolderId: ['root'], folderLocation: ['/'] }, true);

export function indexOf(documents: readonly SearchDocument[]): DocumentIndex {
  const index = new DocumentIndex();
  for (const document of documents) index.put(document);
  return index;
}

/** The ids that a query finds, in order. */
export const found = (index: DocumentIndex, query: string): readonly string[] =>
  finish(index.search(query)).map(({ id }) => id);
