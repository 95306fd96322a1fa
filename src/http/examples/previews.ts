const previewId =
  'MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow';
const origin = 'https://segments.example.org/data/core/ups';

const page = (offset: number, limit: number) => `${origin}/preview/${previewId}?offset=${offset}&limit=${limit}`;
const result = (entityId: string) => ({
  [entityId]: { _href: `${origin}/access/entities?schema.name=_xdm.context.profile&entityId=${entityId}` },
});
const second = [result('HrmWGfr3yvx88JvoNhdgDtutqpM'), result('M1RhiBG0q9R7-FRJIsIsbwLOyXA')];

export const previewExamples = {
  create: {
    body: { predicateExpression: 'homeAddress.city = "Utrecht"', predicateType: 'pql/text', graphType: 'none' },
    answer: {
      state: 'NEW',
      previewQueryId: 'b1f06d4e-27ac-4983-a05e-c6d37b91f284',
      previewQueryStatus: 'NEW',
      previewId,
      previewExecutionId: 0,
    },
  },
  read: {
    answer: {
      results: second,
      state: 'RESULT_READY',
      link: page(3, 2),
      links: { _self: page(1, 2), next: page(3, 2), prev: page(0, 2) },
      page: { offset: 1, size: 2 },
    },
  },
  remove: { answer: { status: true, message: 'KILLED' } },
  readByLink: {
    answer: {
      results: [result('2xDcb8SJOf28KL8C-H5E8bdwqH8'), ...second],
      state: 'RESULT_READY',
      link: '',
      links: { _self: page(0, 1000), next: '', prev: '' },
      page: { offset: 0, size: 10 },
    },
  },
};
