import type { SortKey, SortValue } from '../order.ts';
import { type Audience, isPlatform } from './audience.ts';
import type { SandboxAudiences } from './catalogue.ts';
import type { EvaluationInfo, SegmentDefinition } from './definition.ts';
import { KeptLists } from './listing/kept-lists.ts';

export type DefinitionSortKey =
  | 'name'
  | 'description'
  | 'creationTime'
  | 'updateTime'
  | 'updateEpoch'
  | 'baselineTime'
  | 'mergePolicyId'
  | 'id';

export interface DefinitionQuery {
  readonly offset: number;
  readonly limit: number;
  readonly sort: readonly SortKey<DefinitionSortKey>[];
  readonly enabled?: { readonly [method in keyof EvaluationInfo]?: boolean };
}

/** A page of the definitions of a sandbox, and how many match in all (api-segmentation.md section 1.5). */
export function listDefinitions(audiences: SandboxAudiences, { enabled = {}, limit, offset, sort }: DefinitionQuery) {
  const filter = METHODS.map((method) => `${enabled[method]}`).join();
  const matching = lists.filtered(
    audiences,
    sort,
    filter,
    ({ audience }) => isPlatform(audience) && has(audience, enabled),
  );
  const page = matching.slice(offset, offset + limit);
  return { total: matching.length, definitions: page.map(({ audience }) => audience).filter(isPlatform) };
}

const METHODS = ['batch', 'continuous', 'synchronous'] as const;

const has = ({ evaluationInfo }: SegmentDefinition, enabled: NonNullable<DefinitionQuery['enabled']>): boolean =>
  METHODS.every((method) => enabled[method] === undefined || enabled[method] === evaluationInfo[method].enabled);

const VALUES: Readonly<Record<DefinitionSortKey, (definition: SegmentDefinition) => SortValue>> = {
  name: ({ name }) => name,
  description: ({ description }) => description,
  creationTime: ({ createdAt }) => createdAt,
  updateTime: ({ updatedAt }) => updatedAt,
  updateEpoch: ({ updatedAt }) => updatedAt,
  baselineTime: ({ baselineTime }) => baselineTime,
  mergePolicyId: ({ mergePolicyId }) => mergePolicyId,
  id: ({ id }) => id,
};

const lists = new KeptLists((audience: Audience, attribute: DefinitionSortKey) =>
  isPlatform(audience) ? VALUES[attribute](audience) : undefined,
);
