import type { AudienceRepository } from '../audiences/audience-repository.ts';
import { withAudienceIds } from '../audiences/canonical.ts';
import { checkedExpression } from '../audiences/content.ts';
import type { Scope } from '../audiences/definition.ts';
import { checkedIr } from '../audiences/expression.ts';
import { evaluateAdHoc, type Heads, type LoadProfiles, type MembershipPlaces } from '../evaluation/index.ts';
import type { SandboxData } from '../jobs/evaluator.ts';
import type { Columnar } from '../store/columnar/columnar.ts';
import { readPaths } from './read-paths.ts';

export interface QueryDependencies {
  readonly audiences: AudienceRepository;
  readonly columnar: Columnar;
  readonly loadProfiles: LoadProfiles;
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
  readonly heads: (sandboxId: string) => Promise<Heads>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Question {
  readonly expression: string;
  /** `pql/text` unless given. */
  readonly format?: string;
  /** Profiles of the sample, at most. */
  readonly limit: number;
  readonly excludeOptOut: boolean;
  readonly signal?: AbortSignal;
}

export interface QueryAnswer {
  readonly count: number;
  readonly totalProfiles: number;
  /** Milliseconds from the question to the answer. */
  readonly timeMs: number;
  /** Paths of the profile that the expression reads. */
  readonly paths: readonly string[];
  readonly sample: readonly SampleProfile[];
}

/** One of the profiles for which an expression holds: its primary identity and its merged record. */
export interface SampleProfile {
  readonly namespace: string;
  readonly id: string;
  readonly entity: Readonly<Record<string, unknown>>;
}

/** Answers PQL expressions at once, without a definition and without a job. */
export class Queries {
  readonly #deps: QueryDependencies;

  constructor(deps: QueryDependencies) {
    this.#deps = deps;
  }

  /** @throws ServiceError `UPAPI-900103-400`, `UPAPI-900105-400` */
  async ask(scope: Scope, question: Question): Promise<QueryAnswer> {
    const { audiences, columnar, loadProfiles, now, places, sandboxData } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const started = performance.now();
    const { excludeOptOut, format, limit, signal } = question;
    const expression = checkedExpression({ value: question.expression, ...(format !== undefined && { format }) });
    const { database, layout, schema } = await sandboxData(sandboxId);
    const ir = checkedIr(expression, schema);
    const heads = await this.#deps.heads(sandboxId);
    const { members, profiles, sample } = await evaluateAdHoc(
      columnar,
      {
        database,
        layout,
        heads,
        places: await places(sandboxId),
        expression: await withAudienceIds(ir, audiences, sandboxId),
        excludeOptOut,
        sampleSize: limit,
        countNamespaces: false,
        now: now(),
        ...(signal && { signal }),
      },
      loadProfiles,
    );
    const shown = await this.#profiles(database, sample, signal);
    const timeMs = Math.round(performance.now() - started);
    return { count: members, totalProfiles: profiles, timeMs, paths: readPaths(ir), sample: shown };
  }

  /** In the order of the keys. */
  async #profiles(database: string, keys: readonly string[], signal?: AbortSignal): Promise<readonly SampleProfile[]> {
    if (keys.length === 0) return [];
    const { columnar, loadProfiles } = this.#deps;
    const options = signal ? { signal } : {};
    const rows = await columnar.query<{ key: string; namespace: string; id: string }>(
      `SELECT toString(profile_key) AS key, toString(ns) AS namespace, id
       FROM profiles FINAL WHERE profile_key IN {keys:Array(UInt64)}`,
      { ...options, database, params: { keys: keys.map(BigInt) } },
    );
    const identities = new Map(rows.map(({ key, ...identity }) => [key, identity]));
    const found = new Map<string, SampleProfile>();
    for await (const { entity, profileKey } of loadProfiles(columnar, database, keys, { ...options, events: 'none' })) {
      const identity = identities.get(profileKey);
      if (identity !== undefined) found.set(profileKey, { ...identity, entity });
    }
    return keys.flatMap((key) => found.get(key) ?? []);
  }
}
