const status = { message: 'Success' };
const place = {
  id: 'spring_list',
  base64EncodedSourceId: 'a1EzdlQxeFcwYS1hYjEyY2QzNGVmNTZhYjEyY2QzNGVmNTY=',
  name: 'Spring list',
  parentFolderId: 'root',
};
const entity = {
  ...place,
  sourceId: 'kQ3vT1xW0a-ab12cd34ef56ab12cd34ef56',
  isFolder: false,
  description: 'Uploaded in March',
};

export const searchExamples = {
  namespaces: {
    answer: {
      namespaces: [{ namespace: 'AEPSegments', displayName: 'AEPSegments', count: 4 }],
      totalCount: 1,
      status,
    },
  },
  entities: {
    answer: { entities: [entity], page: { totalCount: 1, totalPages: 1, pageOffset: 0, pageSize: 1 }, status },
  },
  taxonomy: { answer: { taxonomy: [place], status } },
};
