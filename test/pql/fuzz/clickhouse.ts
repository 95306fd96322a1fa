import { decide } from '../../../src/cli/pql/trial/decide.ts';
import { expectationOf } from '../../../src/cli/pql/trial/expectation.ts';
import { createTables, populate, type Tables, type TrialProfile } from '../../../src/cli/pql/trial/population.ts';
import { compile, evaluate, type Ir, print, qualifies, valueToJson } from '../../../src/pql/index.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { NOW } from '../arbitrary/profile.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { irOf } from '../query.ts';
import type { Difference } from './difference.ts';
import type { Case } from './reduce.ts';

const LAW = 'ClickHouse equals the interpreter';

/** Compares what batch runs decide with what the interpreter says. */
export class ClickHouseLaw {
  /** Conditions decided, and how many of them in SQL alone. */
  readonly counts = { conditions: 0, pushedDown: 0 };
  readonly #columnar: Columnar;
  readonly #tables: Tables;

  private constructor(columnar: Columnar, tables: Tables) {
    this.#columnar = columnar;
    this.#tables = tables;
  }

  static async on(columnar: Columnar): Promise<ClickHouseLaw> {
    return new ClickHouseLaw(columnar, await createTables(columnar, 'fuzz', SAMPLE_SCHEMA));
  }

  /** Every expression for every profile. An expression of another type is compared with the value for one of them. */
  async differences(expressions: readonly string[], profiles: readonly unknown[]): Promise<readonly Difference[]> {
    const conditions = expressions.map((expression, index) =>
      conditionOf(irOf(expression, { schema: SAMPLE_SCHEMA }), profiles[index % profiles.length]),
    );
    const population = await populate(this.#columnar, this.#tables, profiles.map(asTrialProfile));
    const decisions = await decide(this.#columnar, population, conditions, NOW);
    return conditions.flatMap((condition, index) => {
      const decision = decisions[index];
      if (decision === undefined) throw new Error('A condition has no decision');
      const failed = 'message' in decision;
      this.counts.conditions += 1;
      if (!failed && decision.evaluation.kind === 'pushdown') this.counts.pushedDown += 1;
      const wrong = profiles.findIndex(
        (profile, position) => failed || decision.members.has(position + 1) !== holds(condition, profile),
      );
      if (wrong === -1) return [];
      const profile = profiles[wrong];
      const results = {
        interpreter: holds(condition, profile),
        JavaScript: compile(condition).qualifies(profile, { now: NOW }),
        ClickHouse: failed ? `${decision.message}: ${decision.cause}` : decision.members.has(wrong + 1),
        ...(!failed && { evaluation: decision.evaluation.kind }),
      };
      return [{ law: LAW, expression: print(condition), profile, results }];
    });
  }

  /** Whether each case differs. */
  async shows(cases: readonly Case[]): Promise<readonly boolean[]> {
    const byProfile = Map.groupBy(cases, (each) => each.profile);
    if (byProfile.size === 1) {
      const [profile] = byProfile.keys();
      const found = await this.#differing(
        cases.map(({ expression }) => expression),
        [profile],
      );
      return cases.map(({ expression }) => found.has(expression));
    }
    const [first] = cases;
    const conditions = first === undefined ? [] : [irOf(first.expression, { schema: SAMPLE_SCHEMA })];
    const profiles = cases.map(({ profile }) => profile);
    const population = await populate(this.#columnar, this.#tables, profiles.map(asTrialProfile));
    const [decision] = await decide(this.#columnar, population, conditions, NOW);
    return profiles.map((profile, index) =>
      conditions.some(
        (condition) =>
          decision === undefined ||
          'message' in decision ||
          decision.members.has(index + 1) !== holds(condition, profile),
      ),
    );
  }

  async #differing(expressions: readonly string[], profiles: readonly unknown[]): Promise<ReadonlySet<string>> {
    const conditions = expressions.map((expression) => irOf(expression, { schema: SAMPLE_SCHEMA }));
    const population = await populate(this.#columnar, this.#tables, profiles.map(asTrialProfile));
    const decisions = await decide(this.#columnar, population, conditions, NOW);
    const differing = expressions.filter((_, index) => {
      const decision = decisions[index];
      const condition = conditions[index];
      if (decision === undefined || condition === undefined) return false;
      return profiles.some(
        (profile, position) =>
          'message' in decision || decision.members.has(position + 1) !== holds(condition, profile),
      );
    });
    return new Set(differing);
  }
}

/** An expression that can decide membership as it is, any other compared with its value for a profile. */
function conditionOf(ir: Ir, profile: unknown): Ir {
  if (ir.type.kind === 'boolean') return ir;
  return expectationOf(ir, valueToJson(evaluate(ir, profile, { now: NOW }))).condition;
}

const holds = (condition: Ir, profile: unknown): boolean => qualifies(evaluate(condition, profile, { now: NOW }));

function asTrialProfile(profile: unknown, index: number): TrialProfile {
  const { xEvent, ...entity } = isObject(profile) ? profile : {};
  return { no: index + 1, entity, events: Array.isArray(xEvent) ? xEvent.filter(isObject) : [] };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
