import type { WindowCode } from '../facts/windows.ts';
import type { Span } from '../ir.ts';

export type ReasonCode =
  | WindowCode
  | 'SEQUENCE_TOO_LONG'
  | 'SCHEMA_NOT_PROFILE'
  | 'MERGE_POLICY_NOT_ON_EDGE'
  | 'MULTI_ENTITY'
  | 'IGNORE_YEAR'
  | 'AAM_REFERENCE'
  | 'REF_MERGE_POLICY'
  | 'EVENT_AGGREGATION'
  | 'EVENT_PLUS_SEGMENT'
  | 'EVENT_ONLY_NEGATION'
  | 'EVENTS_UNORDERED'
  | 'EVENT_NEGATED'
  | 'MULTI_EVENT'
  | 'EVENT_COUNT'
  | 'REF_METHOD';

/** Why a method is not allowed, and where in the expression. */
export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
  readonly span: Span;
}

const MESSAGES: Readonly<Record<ReasonCode, string>> = {
  WINDOW_MISSING: 'an event condition has no time window; it must look back at most 24 hours',
  WINDOW_TOO_LONG: 'an event condition can look back more than 24 hours',
  WINDOW_NOT_RELATIVE: 'the time window of an event condition is not relative to now',
  WINDOW_FUTURE: 'the time window of an event condition lies in the future',
  SEQUENCE_TOO_LONG: 'a sequence has more than 6 steps',
  SCHEMA_NOT_PROFILE: 'only audiences of the profile class can be evaluated this way',
  MERGE_POLICY_NOT_ON_EDGE: 'the merge policy is not active on edge',
  MULTI_ENTITY: 'a path leads to another class',
  IGNORE_YEAR: 'a condition ignores the year',
  AAM_REFERENCE: 'an Audience Manager audience is referenced',
  REF_MERGE_POLICY: 'a referenced audience has another merge policy',
  EVENT_AGGREGATION: 'a value is computed from events',
  EVENT_PLUS_SEGMENT: 'events are combined with an audience that does not depend on profile attributes alone',
  EVENT_ONLY_NEGATION: 'the event part demands nothing but the absence of events',
  EVENTS_UNORDERED: 'several event conditions have no order between them',
  EVENT_NEGATED: 'an event condition demands the absence of events',
  MULTI_EVENT: 'more than one event is needed',
  EVENT_COUNT: 'an event must occur more than once',
  REF_METHOD: 'a referenced audience is evaluated by streaming',
};

export function reason(code: ReasonCode, span: Span): Reason {
  return { code, message: MESSAGES[code], span };
}
