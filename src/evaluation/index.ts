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
export type { Heads } from './membership/heads.ts';
