import type { SortValue } from '../../order.ts';
import type { Audience } from '../audience.ts';

/** What a list of audiences may be sorted by (api-audiences.md section 2.1.3); times by the instant of the store. */
export const SORT_VALUES = {
  name: ({ name }) => name,
  description: ({ description }) => description,
  creationTime: ({ createdAt }) => createdAt,
  createEpoch: ({ createdAt }) => createdAt,
  updateTime: ({ updatedAt }) => updatedAt,
  updateEpoch: ({ updatedAt }) => updatedAt,
  lifecycleState: ({ lifecycleState }) => lifecycleState,
  type: ({ type }) => type,
  namespace: ({ namespace }) => namespace,
  originName: ({ originName }) => originName,
  createdBy: ({ createdBy }) => createdBy,
  audienceId: ({ audienceId }) => audienceId,
  id: ({ id }) => id,
  ttlInDays: ({ ttlInDays }) => (ttlInDays === undefined ? undefined : Number(ttlInDays)),
  totalProfiles: ({ metrics }) => metrics?.totalProfiles ?? 0,
} as const satisfies Readonly<Record<string, (audience: Audience) => SortValue>>;

export type AudienceSortKey = keyof typeof SORT_VALUES;
