import { ServiceError } from '../errors.ts';
import {
  type Eligibility,
  eligibility,
  type Facts,
  factsOf,
  type Ir,
  type QuerySchema,
  type ReferencedAudience,
} from '../pql/index.ts';
import { BATCH_ONLY } from './content.ts';
import { type EvaluationInfo, effectiveMethod, type SegmentDefinition } from './definition.ts';
import { compileExpression } from './expression.ts';

/** A checked definition before it is stored. */
export interface Candidate {
  readonly ir: Ir;
  readonly facts: Facts;
  readonly schemaName: string;
  readonly mergePolicy: { readonly id: string; readonly isActiveOnEdge: boolean };
  /** Everything that the expression refers to, however deep, by id. */
  readonly references: ReadonlyMap<string, SegmentDefinition>;
}

/** Which methods the definition may use, with the reasons against the others (evaluation.md section 2.3). */
export function eligibilityOf(candidate: Candidate, schema: QuerySchema): Eligibility {
  const { ir, facts, schemaName, mergePolicy } = candidate;
  const isProfileOnly = profileOnly(candidate.references, schema);
  const references = facts.inSegment.flatMap(({ id }): [string, ReferencedAudience][] => {
    const definition = candidate.references.get(id.toLowerCase());
    if (definition === undefined) return [];
    const audience = {
      origin: 'REAL_TIME_CUSTOMER_PROFILE',
      method: effectiveMethod(definition.evaluationInfo),
      profileOnly: isProfileOnly(definition),
      sameMergePolicy: definition.mergePolicyId === mergePolicy.id,
    };
    return [[id, audience]];
  });
  const context = {
    schemaClass: schemaName,
    mergePolicyActiveOnEdge: mergePolicy.isActiveOnEdge,
    references: Object.fromEntries(references),
  };
  return eligibility(ir, context, facts);
}

/** Whether an audience depends, with everything that it refers to, on profile attributes alone. */
function profileOnly(known: ReadonlyMap<string, SegmentDefinition>, schema: QuerySchema) {
  const answers = new Map<string, boolean>();
  const decide = (definition: SegmentDefinition): boolean => {
    const { ir } = compileExpression(definition.expression, schema);
    if (ir === undefined || factsOf(ir).usesEvents) return false;
    return definition.dependencies.every((id) => {
      const referenced = known.get(id);
      return referenced !== undefined && answer(referenced);
    });
  };
  const answer = (definition: SegmentDefinition): boolean => {
    const before = answers.get(definition.id);
    if (before !== undefined) return before;
    const decided = decide(definition);
    answers.set(definition.id, decided);
    return decided;
  };
  return answer;
}

/**
 * The methods to store: as asked, or batch only with the reason codes (api-segmentation.md section 1.4).
 *
 * @param strict refuse instead
 * @throws ServiceError `UPAPI-900106-400` if `strict`
 */
export function allowedMethods(requested: EvaluationInfo, { reasons }: Eligibility, strict: boolean) {
  const refused = [
    ...(requested.synchronous.enabled ? [{ method: 'edge', codes: codesOf(reasons.edge) }] : []),
    ...(requested.continuous.enabled ? [{ method: 'streaming', codes: codesOf(reasons.streaming) }] : []),
  ].filter(({ codes }) => codes.length > 0);
  const [first] = refused;
  if (first === undefined) return { evaluationInfo: requested, fallback: [] };
  if (strict) {
    const codes = first.codes.join(', ');
    throw new ServiceError(
      'UPAPI-900106-400',
      `The expression is not eligible for ${first.method} evaluation: ${codes}`,
    );
  }
  const fallback = [...new Set(refused.flatMap(({ codes }) => codes))].toSorted();
  return { evaluationInfo: BATCH_ONLY, fallback };
}

const codesOf = (reasons: readonly { readonly code: string }[]): string[] => [
  ...new Set(reasons.map(({ code }) => code)),
];
