export const estimateExamples = {
  read: {
    answer: {
      estimatedSize: 10,
      standardError: 0,
      numRowsToRead: 20,
      estimatedNamespaceDistribution: [{ namespaceId: '10000000', profilesMatchedSoFar: 10 }],
      state: 'RESULT_READY',
      profilesReadSoFar: 20,
      error: { description: '', traceback: '' },
      profilesMatchedSoFar: 10,
      totalRows: 20,
      confidenceInterval: '95%',
      _links: {
        preview:
          'https://segments.example.org/data/core/ups/preview/app-5674d27a-9b11-4c2f-8d5e-2f1b74c0e196/execution/0?previewQueryId=b1f06d4e-27ac-4983-a05e-c6d37b91f284',
      },
    },
  },
  margins: { answer: { state: 'RESULT_READY', estimatedSize: 10, lower: 10, upper: 10, sampledAt: 1772438400250 } },
};
