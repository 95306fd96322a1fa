export const queryExamples = {
  ask: {
    body: { expression: 'homeAddress.city = "Utrecht"', limit: 2 },
    answer: {
      count: 10,
      totalProfiles: 20,
      share: 0.5,
      timeMs: 26,
      paths: ['homeAddress.city'],
      sample: [
        { namespace: 'CRMID', id: 'Utrecht-0', attributes: { homeAddress: { city: 'Utrecht' } } },
        { namespace: 'CRMID', id: 'Utrecht-8', attributes: { homeAddress: { city: 'Utrecht' } } },
      ],
    },
  },
};
