import { ServiceError } from '../errors.ts';
import {
  type Eligibility,
  eligibility,
  type Facts,
  type Ir,
  type QuerySchema,
  type ReferencedAudience,
} from '../pql/index.ts';
import { type Audience, isPlatform } from './audience.ts';
import { BATCH_ONLY } from './content.ts';
import { type EvaluationInfo, effectiveMethod } from './definition.ts';
import { compileExpression } from './expression.ts';

/** A checked definition before it is stored. */
export interface Candidate {
  readonly ir: Ir;
  readonly facts: Facts;
  readonly schemaName: string;
  readonly mergePolicy: { readonly id: string; readonly isActiveOnEdge: boolean };
  /** What `inSegment` names, by what is written there. */
  readonly inSegment: ReadonlyMap<string, Audience>;
  /** Everything that the expression refers to, however deep, by id. */
  readonly reached: ReadonlyMap<string, Audience>;
}

/** Which methods the definition may use, with the reasons against the others (evaluation.md section 2.3). */
export function eligibilityOf(candidate: Candidate, schema: QuerySchema): Eligibility {
  const { ir, facts, inSegment, reached, schemaName, mergePolicy } = candidate;
  const isProfileOnly = profileOnly(reached, schema);
  const references = [...inSegment].map(([written, audience]): [string, ReferencedAudience] => [
    written,
    {
      origin: audience.originName,
      method: isPlatform(audience) ? effectiveMethod(audience.evaluationInfo) : 'batch',
      profileOnly: isProfileOnly(audience),
      sameMergePolicy: (audience.mergePolicyId ?? mergePolicy.id) === mergePolicy.id,
    },
  ]);
  const context = {
    schemaClass: schemaName,
    mergePolicyActiveOnEdge: mergePolicy.isActiveOnEdge,
    references: Object.fromEntries(references),
  };
  return eligibility(ir, context, facts);
}

/** Origins of external audiences whose members may depend on events. */
const NOT_PROFILE_ONLY: ReadonlySet<string> = new Set(['AUDIENCE_ORCHESTRATION', 'AUDIENCE_MANAGER']);

/** Whether an audience depends, with everything that it refers to, on profile attributes alone. */
function profileOnly(known: ReadonlyMap<string, Audience>, schema: QuerySchema) {
  const answers = new Map<string, boolean>();
  const decide = (audience: Audience): boolean => {
    if (!isPlatform(audience)) return !NOT_PROFILE_ONLY.has(audience.originName);
    const { facts } = compileExpression(audience.expression, schema);
    if (facts === undefined || facts.usesEvents || facts.multiEntity.length > 0) return false;
    return audience.dependencies.every((id) => {
      const referenced = known.get(id);
      return referenced !== undefined && answer(referenced);
    });
  };
  const answer = (audience: Audience): boolean => {
    const before = answers.get(audience.id);
    if (before !== undefined) return before;
    const decided = decide(audience);
    answers.set(audience.id, decided);
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
