export const jobHistoryExamples = {
  list: {
    answer: {
      totalCount: 1,
      start: 0,
      items: [
        {
          kind: 'segment',
          id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93',
          status: 'SUCCEEDED',
          source: 'api',
          requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
          errors: [],
          interruptions: 0,
          retries: 0,
          creationTime: 1772438400250,
          startTime: 1772438400250,
          endTime: 1772438400250,
        },
      ],
    },
  },
  runs: {
    answer: {
      totalCount: 1,
      start: 0,
      items: [
        {
          runId: 'd0c2a4e6-1b3f-4578-96ab-cd0e2f4a6b81',
          time: 1772438400250,
          cause: 'schedule',
          outcome: 'submitted',
          job: { kind: 'segment', id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93' },
        },
      ],
    },
  },
};
