export const sampleStatusExamples = {
  read: {
    answer: {
      numRowsToRead: '20',
      sampleJobRunning: { status: false, submissionTimestamp: '2026-03-02 08:00:00.2' },
      docCount: '"20"',
      totalFragmentCount: 20,
      lastSuccessfulBatchTimestamp: '"2026-03-02 08:00:00.2"',
      streamingDriven: '"false"',
      totalRows: '20',
      lastBatchId: '"01KJPRZB7T7TEYFSVT96H4GXS1"',
      status: 'TASK_FINISHED',
      samplingRatio: 1,
      mergeStrategy: 'timestampOrdered_auto',
      lastSampledTimestamp: '2026-03-02 08:00:00.2',
    },
  },
};
