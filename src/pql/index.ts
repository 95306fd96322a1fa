/**
 * Profile Query Language: parse, check, print, convert, analyse and evaluate.
 *
 * The library is complete in itself and runs in browsers. Text is parsed to a tree, the tree is checked and translated
 * to the intermediate representation (`Ir`), and everything else reads that.
 */
export type { Ast } from './ast.ts';
export type { CheckOptions } from './check/checker.ts';
export type { Warning, WarningCode } from './check/warnings.ts';
export type { AttributeColumn, ColumnType, Layout } from './clickhouse/layout.ts';
export {
  type CompileOptions,
  type CompileResult,
  check,
  compileQuery,
  fromJson,
  type ParseResult,
  parse,
} from './compile.ts';
export { type CheckName, type FailedCheck, saveChecks } from './cost/checks.ts';
export { type Cost, costOf } from './cost/cost.ts';
export { type Diagnostic, type DiagnosticCode, messageOf } from './diagnostics.ts';
export type { EligibilityContext, ReferencedAudience } from './eligibility/common.ts';
export { type Eligibility, eligibility } from './eligibility/eligibility.ts';
export type { Reason, ReasonCode } from './eligibility/reason.ts';
export type { EventNode, EventQuery } from './facts/event-queries.ts';
export { type Facts, factsOf } from './facts/facts.ts';
export { type EvaluationOptions, StepLimitExceeded } from './interpreter/environment.ts';
export { evaluate } from './interpreter/interpreter.ts';
export type { Ir, Span } from './ir.ts';
export { type CompiledQuery, compile } from './javascript/javascript.ts';
export { type JsonNode, toJson, toTree } from './json/write.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export {
  explainPlan,
  type PlanContext,
  type PlanLeaf,
  type PlanPart,
  type PlanTest,
  type QueryPlan,
  type Residual,
} from './plan/explain.ts';
export { print } from './print/print.ts';
export type { ObjectNode, PqlType, QuerySchema, ScalarKind, SchemaNode } from './types.ts';
export type { RecordLookup } from './values/records.ts';
export { type PqlValue, truth as qualifies, valueToJson } from './values/value.ts';
