export const previewExamples = {
  create: {
    body: { predicateExpression: 'homeAddress.city = "Utrecht"', predicateType: 'pql/text', graphType: 'none' },
    answer: {
      state: 'NEW',
      previewQueryId: 'b1f06d4e-27ac-4983-a05e-c6d37b91f284',
      previewQueryStatus: 'NEW',
      previewId:
        'MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow',
      previewExecutionId: 0,
    },
  },
  read: {
    answer: {
      results: [
        {
          HrmWGfr3yvx88JvoNhdgDtutqpM: {
            _href:
              'https://segments.example.org/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=HrmWGfr3yvx88JvoNhdgDtutqpM',
          },
        },
        {
          'M1RhiBG0q9R7-FRJIsIsbwLOyXA': {
            _href:
              'https://segments.example.org/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=M1RhiBG0q9R7-FRJIsIsbwLOyXA',
          },
        },
      ],
      state: 'RESULT_READY',
      link: 'https://segments.example.org/data/core/ups/preview/MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow?offset=3&limit=2',
      links: {
        _self:
          'https://segments.example.org/data/core/ups/preview/MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow?offset=1&limit=2',
        next: 'https://segments.example.org/data/core/ups/preview/MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow?offset=3&limit=2',
        prev: 'https://segments.example.org/data/core/ups/preview/MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow?offset=0&limit=2',
      },
      page: { offset: 1, size: 2 },
    },
  },
  remove: { answer: { status: true, message: 'KILLED' } },
  readByLink: {
    answer: {
      results: [
        {
          '2xDcb8SJOf28KL8C-H5E8bdwqH8': {
            _href:
              'https://segments.example.org/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=2xDcb8SJOf28KL8C-H5E8bdwqH8',
          },
        },
        {
          HrmWGfr3yvx88JvoNhdgDtutqpM: {
            _href:
              'https://segments.example.org/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=HrmWGfr3yvx88JvoNhdgDtutqpM',
          },
        },
        {
          'M1RhiBG0q9R7-FRJIsIsbwLOyXA': {
            _href:
              'https://segments.example.org/data/core/ups/access/entities?schema.name=_xdm.context.profile&entityId=M1RhiBG0q9R7-FRJIsIsbwLOyXA',
          },
        },
      ],
      state: 'RESULT_READY',
      link: '',
      links: {
        _self:
          'https://segments.example.org/data/core/ups/preview/MDphcHAtNTY3NGQyN2EtOWIxMS00YzJmLThkNWUtMmYxYjc0YzBlMTk2OmIxZjA2ZDRlLTI3YWMtNDk4My1hMDVlLWM2ZDM3YjkxZjI4NDow?offset=0&limit=1000',
        next: '',
        prev: '',
      },
      page: { offset: 0, size: 10 },
    },
  },
};
