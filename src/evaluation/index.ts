export { type AdHocFound, type AdHocQuery, type AdHocResult, evaluateAdHoc } from './batch/ad-hoc.ts';
export { countByNamespace } from './batch/counters.ts';
export type { LoadedProfile, LoadProfiles } from './batch/profile-source.ts';
export { inRange, type KeyRange, keyRanges } from './batch/ranges.ts';
export { runBatch } from './batch/run.ts';
export type {
  AudienceFailure,
  AudienceFailureCode,
  AudienceResult,
  BatchAudience,
  BatchProgress,
  BatchResult,
  BatchRun,
  EvaluationPath,
} from './batch/types.ts';
export { boundsOf, type Estimate, estimateOf, type SampleCount } from './estimates/formulas.ts';
export { SAMPLE_RULES, type SampleRules, sampleSize } from './estimates/rules.ts';
export {
  dropSample,
  type StoredSample,
  sampleDatabase,
  sampleDatabases,
  takeSample,
} from './estimates/sample.ts';
export { compareRun, logChanges, type MembershipChange } from './membership/changes.ts';
export { withoutVanished } from './membership/elsewhere.ts';
export type { Heads } from './membership/heads.ts';
export {
  type MembershipPlace,
  type MembershipPlaces,
  membershipMap,
  mergedMemberships,
} from './membership/places.ts';
export {
  countMembers,
  EXIT_RETENTION,
  type Member,
  type MemberPage,
  type Membership,
  type MembershipView,
  readMembers,
  readMemberships,
} from './membership/read.ts';
export { deleteAudienceMemberships, discardRun, type EndedRuns, pruneBitmaps } from './membership/remove.ts';
export { type Sweep, sweepChanges } from './membership/sweep.ts';
export { createMembershipTables } from './membership/tables.ts';
