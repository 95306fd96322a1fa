import type { AudienceRepository } from '../audiences/audience-repository.ts';
import { withAudienceIds } from '../audiences/canonical.ts';
import type { SegmentDefinition } from '../audiences/definition.ts';
import { compileExpression } from '../audiences/expression.ts';
import {
  type AudienceFailure,
  type BatchAudience,
  type BatchResult,
  type LoadProfiles,
  type MembershipPlaces,
  runBatch,
} from '../evaluation/index.ts';
import type { Layout } from '../pql/clickhouse/layout.ts';
import { messageOf, type QuerySchema } from '../pql/index.ts';
import type { Columnar } from '../store/columnar/columnar.ts';
import type { EvaluationRequest } from './evaluations.ts';

/** What evaluation needs to know of a sandbox. */
export interface SandboxData {
  readonly database: string;
  readonly schema: QuerySchema;
  readonly layout: Layout;
}

export interface EvaluatorDependencies {
  readonly audiences: AudienceRepository;
  readonly columnar: Columnar;
  readonly loadProfiles: LoadProfiles;
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
}

/** Compiles the frozen definitions of a job and runs them; the `evaluate` of the runner. */
export function createEvaluator(deps: EvaluatorDependencies) {
  return async (request: EvaluationRequest): Promise<BatchResult> => {
    const { database, schema, layout } = await deps.sandboxData(request.scope.sandbox.sandboxId);
    const { now, runNo, heads, signal, onProgress, persist } = request;
    const compiled = compileAll(request.definitions, schema);
    const { failures } = compiled;
    const audiences: BatchAudience[] = [];
    for (const audience of compiled.audiences) {
      const { sandboxId } = request.scope.sandbox;
      const expression = await withAudienceIds(audience.expression, deps.audiences, sandboxId);
      audiences.push({ ...audience, expression });
    }
    const places = await deps.places(request.scope.sandbox.sandboxId);
    const run = { database, audiences, failures, layout, now, runNo, heads, places, signal, onProgress, persist };
    return runBatch(deps.columnar, run, deps.loadProfiles);
  };
}

/** A definition that no longer checks, because the schema changed, fails alone (api-segmentation.md section 3.6). */
function compileAll(definitions: readonly SegmentDefinition[], schema: QuerySchema) {
  const audiences: BatchAudience[] = [];
  const failures: AudienceFailure[] = [];
  for (const { id, expression, dataGovernancePolicy } of definitions) {
    const { ir, diagnostics } = compileExpression(expression, schema);
    const [first] = diagnostics;
    if (ir !== undefined) audiences.push({ id, expression: ir, excludeOptOut: dataGovernancePolicy.excludeOptOut });
    else failures.push({ id, code: '0080000001', message: `${id}: ${first === undefined ? '' : messageOf(first)}` });
  }
  return { audiences, failures };
}
