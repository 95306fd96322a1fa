import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import { refuseComplex, unknownMergePolicy } from '../../audiences/checks.ts';
import { checkedExpression, className, expressionLengthProblems, PROFILE_CLASS } from '../../audiences/content.ts';
import type { Scope } from '../../audiences/definition.ts';
import { checkedIr } from '../../audiences/expression.ts';
import { checkGraph, resolveReferences } from '../../audiences/references.ts';
import { ServiceError } from '../../errors.ts';
import { costOf, factsOf, type QuerySchema } from '../../pql/index.ts';
import type { GraphType, PreviewQuestion } from './preview.ts';

/** The body of `POST /preview` (api-segmentation.md section 5.2). */
export interface PreviewInput {
  readonly predicateExpression: string;
  readonly predicateType?: string;
  readonly predicateModel?: string;
  readonly graphType?: GraphType;
  readonly mergePolicyId?: string;
}

export interface QuestionChecks {
  readonly audiences: AudienceRepository;
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  /** The policy with the id, or the default one; undefined when it is unknown or of another class. */
  readonly mergePolicy: (scope: Scope, className: string, id?: string) => Promise<{ readonly id: string } | undefined>;
}

/**
 * Checks a request in the order in which section 5.2 lists the errors. References to inactive audiences are legal here.
 *
 * @throws ServiceError `UPAPI-900003-400`, `UPAPI-900103-400`, `UPAPI-900102-400`, `UPAPI-900104-400`,
 * `UPAPI-900105-400`, `UPAPI-900107-400`, `UPAPI-900108-400`
 */
export async function checkedQuestion(
  scope: Scope,
  input: PreviewInput,
  checks: QuestionChecks,
): Promise<PreviewQuestion> {
  const { sandboxId } = scope.sandbox;
  const format = formatOf(input.predicateType);
  const given = { format, value: input.predicateExpression };
  const [tooLong] = expressionLengthProblems('predicateExpression', given);
  if (tooLong !== undefined) throw new ServiceError('UPAPI-900003-400', tooLong);
  const expression = checkedExpression(given);
  const schemaName = className({ name: input.predicateModel ?? PROFILE_CLASS });
  const policy = await checks.mergePolicy(scope, schemaName, input.mergePolicyId);
  if (policy === undefined) throw unknownMergePolicy(input.mergePolicyId ?? 'default', schemaName);
  const ir = checkedIr(expression, await checks.schemaOf(sandboxId));
  const facts = factsOf(ir);
  const { direct } = await resolveReferences(checks.audiences, sandboxId, facts);
  await checkGraph(checks.audiences, sandboxId, direct);
  refuseComplex(costOf(ir, facts));
  return { expression, schemaName, mergePolicyId: policy.id, graphType: input.graphType ?? 'pdg' };
}

/** `PQL`, the default that the published description names, is `pql/text`. */
function formatOf(type = 'PQL'): string {
  return type === 'PQL' ? 'pql/text' : type;
}
