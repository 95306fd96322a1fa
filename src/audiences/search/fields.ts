/** What search documents are searched by, and how the values of each field become tokens (api-search.md section 2.3). */
export const SEARCH_FIELDS = {
  segmentId: 'keyword',
  segmentName: 'text',
  segmentDescription: 'text',
  folderId: 'keyword',
  folderName: 'text',
  parentFolderId: 'keyword',
  folderLocation: 'keyword',
} as const;

export type SearchField = keyof typeof SEARCH_FIELDS;
export type Analysis = (typeof SEARCH_FIELDS)[SearchField];

export const ALL_FIELDS: readonly SearchField[] = [
  'segmentId',
  'segmentName',
  'segmentDescription',
  'folderId',
  'folderName',
  'parentFolderId',
  'folderLocation',
];

/** What may stand before the colon in a query: a field, an alias of fields, or `*` for all of them. */
const QUERY_FIELDS = {
  segmentId: ['segmentId'],
  segmentName: ['segmentName'],
  segmentDescription: ['segmentDescription'],
  folderId: ['folderId'],
  folderName: ['folderName'],
  parentFolderId: ['parentFolderId'],
  folderLocation: ['folderLocation'],
  name: ['segmentName', 'folderName'],
  description: ['segmentDescription'],
  id: ['segmentId', 'folderId'],
  '*': ALL_FIELDS,
} as const satisfies Readonly<Record<string, readonly SearchField[]>>;

export type QueryField = keyof typeof QUERY_FIELDS;

/** Whether a name is one of a query field; names are case-sensitive. */
export const isQueryField = (name: string): name is QueryField => Object.hasOwn(QUERY_FIELDS, name);

export const fieldsOf = (field: QueryField): readonly SearchField[] => QUERY_FIELDS[field];
