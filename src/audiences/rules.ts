import { costOf, factsOf, type QuerySchema } from '../pql/index.ts';
import type { AudienceRepository } from './audience-repository.ts';
import { refuseComplex, unknownMergePolicy } from './checks.ts';
import { plainContent } from './content.ts';
import type { DefinitionContent, DefinitionInput, Scope, SegmentDefinition } from './definition.ts';
import { checkedIr } from './expression.ts';
import { allowedMethods, eligibilityOf } from './methods.ts';
import { checkGraph, refuseInactive, resolveReferences } from './references.ts';

export interface RuleDependencies {
  readonly repository: AudienceRepository;
  /** The union schemas of a sandbox. */
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  /** The policy with the id, or the default one; undefined when it is unknown or of another class. */
  readonly mergePolicy: (scope: Scope, className: string, id: string | undefined) => Promise<MergePolicy | undefined>;
  readonly strictEvaluation: boolean;
}

/** What a definition needs to know of its merge policy. */
export interface MergePolicy {
  readonly id: string;
  readonly version: number;
  readonly isActiveOnEdge: boolean;
}

/** Content that may be stored. */
export interface CheckedContent {
  readonly content: DefinitionContent;
  readonly dependencies: readonly string[];
  /** Reason codes of a fallback to batch, if there was one. */
  readonly fallback: readonly string[];
}

/**
 * All checks of what a Platform audience says but that of its name, in the order of api-segmentation.md section 1.6.
 *
 * @param stored the audience that is changed
 * @throws ServiceError
 */
export async function checkDefinition(
  scope: Scope,
  input: DefinitionInput,
  stored: SegmentDefinition | undefined,
  deps: RuleDependencies,
): Promise<CheckedContent> {
  const { mergePolicy: policyOf, repository, schemaOf, strictEvaluation } = deps;
  const { sandboxId } = scope.sandbox;
  const plain = plainContent(input);
  const schemaName = plain.schema.name;
  const schema = await schemaOf(sandboxId);
  const ir = checkedIr(plain.expression, schema);
  const facts = factsOf(ir);
  const { direct, inSegment } = await resolveReferences(repository, sandboxId, facts);
  const reached = await checkGraph(repository, sandboxId, direct, stored?.id);
  if (stored?.expression.value !== plain.expression.value) refuseInactive(direct);
  refuseComplex(costOf(ir, facts));
  const mergePolicy = await policyOf(scope, schemaName, input.mergePolicyId);
  if (mergePolicy === undefined) throw unknownMergePolicy(input.mergePolicyId ?? 'default', schemaName);
  const eligible = eligibilityOf({ ir, facts, schemaName, mergePolicy, inSegment, reached }, schema);
  const { evaluationInfo, fallback } = allowedMethods(plain.evaluationInfo, eligible, strictEvaluation);
  return {
    content: { ...plain, mergePolicyId: mergePolicy.id, evaluationInfo },
    dependencies: direct.map(({ id }) => id),
    fallback,
  };
}
