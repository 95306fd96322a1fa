import { type Decision, decide } from '../../../src/cli/pql/trial/decide.ts';
import { expectationOf } from '../../../src/cli/pql/trial/expectation.ts';
import {
  createTables,
  type Population,
  populate,
  type Tables,
  type TrialProfile,
} from '../../../src/cli/pql/trial/population.ts';
import type { AudienceFailure } from '../../../src/evaluation/index.ts';
import { compile, evaluate, type Ir, print, qualifies, valueToJson } from '../../../src/pql/index.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { NOW } from '../arbitrary/profile.ts';
import { RECORDS } from '../arbitrary/records.ts';
import { SAMPLE_SCHEMA } from '../arbitrary/schema.ts';
import { irOf } from '../query.ts';
import type { Difference } from './difference.ts';
import type { Case } from './reduce.ts';

const OPTIONS = { now: NOW, records: RECORDS };

/** Fields by which objects are compared. */
const IDENTIFYING = 3;
/** A variable number that no expression has. */
const ITEM = 0;

/** How conditions were decided. */
export interface ConditionCounts {
  /** In SQL alone. */
  readonly inSql: number;
  /** By the evaluator, for the candidates that SQL found. */
  readonly residual: number;
  /** Not at all, which is a difference. */
  readonly failed: number;
}

/** What a batch run said about a condition. */
interface Verdict {
  readonly condition: Ir;
  readonly decision: Decision | AudienceFailure;
  /** Places of the profiles for which the interpreter says something else. */
  readonly wrong: ReadonlySet<number>;
}

/** Compares what batch runs decide with what the interpreter says. */
export class ClickHouseLaw {
  readonly counts: { -readonly [count in keyof ConditionCounts]: number } = { inSql: 0, residual: 0, failed: 0 };
  readonly #columnar: Columnar;
  readonly #tables: Tables;

  private constructor(columnar: Columnar, tables: Tables) {
    this.#columnar = columnar;
    this.#tables = tables;
  }

  static async on(columnar: Columnar): Promise<ClickHouseLaw> {
    return new ClickHouseLaw(columnar, await createTables(columnar, 'fuzz', SAMPLE_SCHEMA));
  }

  /** The conditions that do not hold for the profiles for which they should, each with one of them. */
  async differences(conditions: readonly Ir[], profiles: readonly unknown[]): Promise<readonly Difference[]> {
    const verdicts = await this.#verdicts(conditions, profiles);
    for (const { decision } of verdicts) this.counts[wayOf(decision)] += 1;
    return verdicts.flatMap((verdict) => differenceOf(verdict, profiles));
  }

  /** Whether each case differs; they have one profile or one expression in common. Only profiles as the store has them count. */
  async shows(cases: readonly Case[]): Promise<readonly boolean[]> {
    const expressions = [...new Set(cases.map(({ expression }) => expression))];
    const profiles = [...new Set(cases.map(({ profile }) => profile))];
    const verdicts = await this.#verdicts(expressions.map(typed), profiles);
    return cases.map(({ expression, profile }) => {
      const verdict = verdicts[expressions.indexOf(expression)];
      return verdict?.wrong.has(profiles.indexOf(profile)) === true && isStored(profile);
    });
  }

  /** The conditions without which a difference does not show, where it shows only beside others in one run. */
  async companions(
    { expression, profile }: Case,
    asked: readonly string[],
    profiles: readonly unknown[],
  ): Promise<readonly string[]> {
    const place = profiles.indexOf(profile);
    const showsBeside = async (others: readonly string[]) => {
      const verdicts = await this.#verdicts([...others, expression].map(typed), profiles);
      return verdicts.at(-1)?.wrong.has(place) === true;
    };
    let needed = asked.filter((other) => other !== expression);
    for (let size = Math.ceil(needed.length / 2); needed.length > 0; size = Math.ceil(size / 2)) {
      for (let start = 0; start < needed.length; ) {
        const fewer = needed.toSpliced(start, size);
        if (await showsBeside(fewer)) needed = fewer;
        else start += size;
      }
      if (size === 1) break;
    }
    return needed;
  }

  async #verdicts(conditions: readonly Ir[], profiles: readonly unknown[]): Promise<readonly Verdict[]> {
    const population = await populate(this.#columnar, this.#tables, profiles.map(asTrialProfile));
    const decisions = await this.#decisions(population, conditions);
    return decisions.map((decision, index) => {
      const condition = conditions[index];
      if (condition === undefined) throw new Error('A decision has no condition');
      const wrong = profiles.keys().filter((place) => {
        const expected = holds(condition, profiles[place]);
        return 'message' in decision || decision.members.has(place + 1) !== expected;
      });
      return { condition, decision, wrong: new Set(wrong) };
    });
  }

  /** A run that fails as a whole is done again in halves, until the condition at fault is alone. */
  async #decisions(
    population: Population,
    conditions: readonly Ir[],
  ): Promise<readonly (Decision | AudienceFailure)[]> {
    try {
      return await decide(this.#columnar, population, conditions, OPTIONS);
    } catch (cause) {
      if (conditions.length === 1) return [{ id: '', code: '0080000002', message: 'The run failed', cause }];
      const half = Math.ceil(conditions.length / 2);
      const parts = [conditions.slice(0, half), conditions.slice(half)];
      const decided: (Decision | AudienceFailure)[] = [];
      for (const part of parts) decided.push(...(await this.#decisions(population, part)));
      return decided;
    }
  }
}

/** What is asked about expressions: each decides membership as it is, or is compared with its value for one profile. */
export function conditionsOf(expressions: readonly string[], profiles: readonly unknown[]): readonly Ir[] {
  return expressions.map((expression, index) => conditionOf(typed(expression), profiles[index % profiles.length]));
}

/** An expression of the sample schema as it stands. */
export const typed = (expression: string): Ir => irOf(expression, { schema: SAMPLE_SCHEMA });

const holds = (condition: Ir, profile: unknown): boolean => qualifies(evaluate(condition, profile, OPTIONS));

/** An expression that can decide membership as it is, any other compared with its value for a profile. */
function conditionOf(ir: Ir, profile: unknown): Ir {
  if (ir.type.kind === 'boolean') return ir;
  const value = valueToJson(evaluate(ir, profile, OPTIONS));
  const names = Array.isArray(value) ? identifyingNames(value) : [];
  if (names.length === 0) return expectationOf(ir, value).condition;
  const operands = names.map((name) => expectationOf(fieldOfEach(ir, name), valuesOf(value, name)).condition);
  return { kind: 'and', operands, type: { kind: 'boolean' }, span: ir.span };
}

/** Fields that tell the objects of a list from each other: comparing them as wholes takes conditions of any length. */
function identifyingNames(list: readonly unknown[]): readonly string[] {
  const entries = list.filter(isObject).flatMap((item) => Object.entries(item));
  const names = entries.filter(([, value]) => typeof value !== 'object').map(([name]) => name);
  return names.includes('_id') ? ['_id'] : [...new Set(names)].slice(0, IDENTIFYING);
}

/** `L.map(name)`. */
function fieldOfEach(list: Ir, name: string): Ir {
  const { span } = list;
  const item = { id: ITEM, name: '_i0' };
  const object: Ir = { kind: 'variable', id: ITEM, type: { kind: 'any' }, span };
  const body: Ir = { kind: 'field', object, name, type: { kind: 'any' }, span };
  const lambda: Ir = { kind: 'lambda', params: [item], body, implicit: true, type: { kind: 'function' }, span };
  return { kind: 'call', name: 'map', args: [list, lambda], type: { kind: 'any' }, span };
}

const valuesOf = (list: unknown, name: string): readonly unknown[] =>
  Array.isArray(list) ? list.map((item) => (isObject(item) ? (item[name] ?? null) : null)) : [];

function wayOf(decision: Verdict['decision']): keyof ConditionCounts {
  if ('message' in decision) return 'failed';
  return decision.evaluation.kind === 'pushdown' ? 'inSql' : 'residual';
}

function differenceOf({ condition, decision, wrong }: Verdict, profiles: readonly unknown[]): readonly Difference[] {
  const [place] = wrong;
  if (place === undefined) return [];
  const profile = profiles[place];
  const results = {
    interpreter: holds(condition, profile),
    JavaScript: compile(condition).qualifies(profile, OPTIONS),
    ...('message' in decision
      ? { ClickHouse: `${decision.message}: ${decision.cause}` }
      : { ClickHouse: decision.members.has(place + 1), evaluation: decision.evaluation.kind }),
  };
  return [{ law: 'ClickHouse equals the interpreter', expression: print(condition), profile, results }];
}

function asTrialProfile(profile: unknown, index: number): TrialProfile {
  const { xEvent, ...entity } = isObject(profile) ? profile : {};
  return { no: index + 1, entity, events: eventsOf(profile) };
}

function eventsOf(profile: unknown): readonly Readonly<Record<string, unknown>>[] {
  const events = isObject(profile) ? profile.xEvent : undefined;
  return Array.isArray(events) ? events.filter(isObject) : [];
}

/** Every profile has a list of events, and every event an id and a time. */
function isStored(profile: unknown): boolean {
  const hasEvents = isObject(profile) && profile.xEvent !== undefined;
  return hasEvents && eventsOf(profile).every(({ _id, timestamp }) => [_id, timestamp].every(isText));
}

const isText = (value: unknown): boolean => typeof value === 'string';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
