import { mergePolicyId } from './common.ts';

export const profileExamples = {
  read: {
    answer: {
      k3OWvI8KdijbkGy9Uh1elwe8WeI: {
        entityId: 'k3OWvI8KdijbkGy9Uh1elwe8WeI',
        mergePolicy: { id: mergePolicyId },
        sources: ['2cbf644fc84ab6c9e8e9d870'],
        tags: ['01KJPRZB7T7TEYFSVT96H4GXS1'],
        identityGraph: ['k3OWvI8KdijbkGy9Uh1elwe8WeI'],
        entity: { homeAddress: { city: 'Utrecht' } },
        lastModifiedAt: '2026-03-02T08:00:00.250Z',
      },
    },
  },
};
