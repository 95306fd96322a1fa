import type { Facts } from '../facts/facts.ts';
import type { Ir } from '../ir.ts';
import { walk } from '../walk.ts';
import { type Reason, reason } from './reason.ts';

/** What must be known of an audience that a query refers to. */
export interface ReferencedAudience {
  readonly origin: string;
  /** Its effective evaluation method. */
  readonly method: 'batch' | 'streaming' | 'edge';
  /** True if it depends, with everything that it refers to, on profile attributes alone. */
  readonly profileOnly: boolean;
  readonly sameMergePolicy: boolean;
}

export interface EligibilityContext {
  /** Class of the definition, for example `_xdm.context.profile`. */
  readonly schemaClass: string;
  readonly mergePolicyActiveOnEdge: boolean;
  /** The audiences that `inSegment` names, by id. */
  readonly references?: Readonly<Record<string, ReferencedAudience>>;
  /** Dotted paths of fields with a relationship to another class, for expressions that were checked without a schema. */
  readonly entityPaths?: readonly string[];
  /** The rules in force, or those of older installations. */
  readonly rules?: '2025-05' | 'legacy';
}

export const PROFILE_CLASS = '_xdm.context.profile';
export const MAX_SEQUENCE = 6;
const MAX_LOOK_BACK_HOURS = 24;

/** Step 0: sequences that are too long to be saved. */
export function sequenceReasons(ir: Ir): readonly Reason[] {
  const reasons: Reason[] = [];
  walk(ir, (node) => {
    if (node.kind === 'chain' && node.elements.length > MAX_SEQUENCE)
      reasons.push(reason('SEQUENCE_TOO_LONG', node.span));
  });
  return reasons;
}

/** Reasons of step 3 without those of windows, and what depends on the references. */
export interface CommonReasons {
  readonly always: readonly Reason[];
  readonly mergePolicy: readonly Reason[];
}

export function commonReasons(ir: Ir, facts: Facts, context: EligibilityContext): CommonReasons {
  const { references = {}, entityPaths = [] } = context;
  const always: Reason[] = [];
  if (context.schemaClass !== PROFILE_CLASS) always.push(reason('SCHEMA_NOT_PROFILE', ir.span));
  for (const span of facts.multiEntity) always.push(reason('MULTI_ENTITY', span));
  for (const path of facts.paths) {
    if (path.class === 'dimension') continue;
    const text = [...(path.class === 'event' ? ['xEvent'] : []), ...path.path].join('.');
    if (entityPaths.some((prefix) => text.startsWith(`${prefix}.`))) always.push(reason('MULTI_ENTITY', path.span));
  }
  for (const span of facts.ignoreYear) always.push(reason('IGNORE_YEAR', span));
  for (const query of facts.eventQueries) if (query.aggregated) always.push(reason('EVENT_AGGREGATION', query.span));
  const withEvents = facts.eventQueries.length > 0;
  for (const { id, span } of facts.inSegment) {
    const audience = Object.hasOwn(references, id) ? references[id] : undefined;
    if (audience === undefined) continue;
    if (audience.origin === 'AUDIENCE_MANAGER') always.push(reason('AAM_REFERENCE', span));
    if (!audience.sameMergePolicy) always.push(reason('REF_MERGE_POLICY', span));
    if (withEvents && !audience.profileOnly) always.push(reason('EVENT_PLUS_SEGMENT', span));
  }
  const mergePolicy = context.mergePolicyActiveOnEdge ? [] : [reason('MERGE_POLICY_NOT_ON_EDGE', ir.span)];
  return { always, mergePolicy };
}

/** The windows that are longer than streaming and edge can see. */
export function windowReasons(facts: Facts): readonly Reason[] {
  return facts.eventQueries
    .flatMap((query) => query.nodes)
    .filter(({ lookBack }) => lookBack.hours > MAX_LOOK_BACK_HOURS)
    .map(({ lookBack, span }) => reason(lookBack.code, span));
}
