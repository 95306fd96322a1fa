import { isDeepStrictEqual } from 'node:util';
import { malformed, noUsableValue } from '../errors.ts';
import { PROFILE_CLASS, plainContent } from './content.ts';
import type { DefinitionInput, SegmentDefinition } from './definition.ts';
import { audienceProblem } from './errors.ts';
import { type AudienceInput, commonContent } from './input.ts';
import type { CheckedContent } from './rules.ts';

/**
 * What an input says of the definition in a Platform audience.
 *
 * @throws ServiceError `UPLIB-101206-500` without an expression, `UPAPI-113434-400`
 */
export function definitionInput(input: AudienceInput): DefinitionInput {
  const { dataGovernancePolicy, description, evaluationInfo, expression, mergePolicyId, name, ttlInDays } = input;
  if (expression === undefined) throw malformed([noUsableValue('expression', 'java.util.Map')]);
  if (ttlInDays !== undefined && ttlInDays < 1) {
    throw audienceProblem(`ttlInDays must be at least 1, found ${ttlInDays}.`);
  }
  return {
    name,
    expression,
    schema: input.schema ?? { name: PROFILE_CLASS },
    ...(description !== undefined && { description }),
    ...(mergePolicyId !== undefined && { mergePolicyId }),
    ...(evaluationInfo !== undefined && { evaluationInfo }),
    ...(dataGovernancePolicy !== undefined && { dataGovernancePolicy }),
    ...(ttlInDays !== undefined && { ttlInDays }),
  };
}

/** What is stored of an input whose definition has passed the checks. */
export const platformContent = (input: AudienceInput, { content, dependencies }: CheckedContent) => ({
  ...content,
  ...commonContent(input),
  overridePerformanceWarnings: input.overridePerformanceWarnings ?? false,
  dependencies,
});

/**
 * The outcome of the checks when a change leaves everything alone that needs the sandbox to be judged, so that an
 * audience can be renamed or moved whatever has become of what it refers to; undefined when it does not.
 */
export function unchangedRule(stored: SegmentDefinition, input: DefinitionInput): CheckedContent | undefined {
  const { dependencies, evaluationInfo, expression, mergePolicyId } = stored;
  const asked = [input.expression, input.mergePolicyId, input.evaluationInfo];
  if (!isDeepStrictEqual(asked, [expression, mergePolicyId, evaluationInfo])) return undefined;
  return { content: { ...plainContent(input), mergePolicyId, evaluationInfo }, dependencies, fallback: [] };
}
