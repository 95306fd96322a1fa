import type { EvaluationPath } from '../../../evaluation/index.ts';
import { compileQuery, evaluate, type Ir, valueToJson } from '../../../pql/index.ts';
import { walk } from '../../../pql/walk.ts';
import type { Columnar } from '../../../store/columnar/columnar.ts';
import { sameResult } from '../rows.ts';
import { decide } from './decide.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { createTables, type PopulationSchema, populate, type TrialProfile } from './population.ts';
import { mapPaths, NoSchema, schemaOf, together } from './shape.ts';

/** An expression, the profile that it is evaluated for, and what must come out. */
export interface Trial {
  readonly expression: string;
  readonly ir: Ir;
  readonly profile: unknown;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly expected: unknown;
}

/** Whether the value came out, and how it was evaluated; or why the profile cannot be in a table. */
export type TrialResult =
  | { readonly kind: 'evaluated'; readonly passed: boolean; readonly evaluation: EvaluationPath }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'untyped'; readonly reason: string };

/** A trial with the schema of its profile, and the question that a batch run is asked. */
interface Prepared extends Expectation {
  readonly trial: Trial;
  readonly schema: PopulationSchema;
  readonly profile: Omit<TrialProfile, 'no'>;
}

/** Trials whose profiles can share tables. */
interface Group {
  schema: PopulationSchema;
  readonly members: Prepared[];
}

/**
 * Evaluates trials on the columnar store as a batch run would: profiles whose schemas agree share tables, and the trials
 * of one instant share runs. Databases named `trial_…` are left behind.
 */
export async function runTrials(
  columnar: Columnar,
  trials: readonly Trial[],
): Promise<ReadonlyMap<Trial, TrialResult>> {
  const results = new Map<Trial, TrialResult>();
  const groups: Group[] = [];
  for (const trial of trials) {
    try {
      join(groups, prepare(trial));
    } catch (error) {
      if (!(error instanceof NoSchema)) throw error;
      results.set(trial, { kind: 'untyped', reason: error.message });
    }
  }
  for (const [index, { schema, members }] of groups.entries()) {
    const profiles = members.map(({ profile }, position) => ({ ...profile, no: position + 1 }));
    const tables = await createTables(columnar, `trial_${index}`, schema);
    const population = await populate(columnar, tables, profiles);
    const numbered = members.map((prepared, position) => ({ prepared, no: position + 1 }));
    for (const [now, some] of Map.groupBy(numbered, ({ prepared }) => prepared.trial.now)) {
      const conditions = some.map(({ prepared }) => prepared.condition);
      const decisions = await decide(columnar, population, conditions, { now });
      for (const [position, { prepared, no }] of some.entries()) {
        const decision = decisions[position];
        if (decision === undefined) throw new Error('A condition has no decision');
        results.set(
          prepared.trial,
          'message' in decision
            ? { kind: 'failed', message: decision.message }
            : {
                kind: 'evaluated',
                passed: decision.members.has(no) === prepared.holds,
                evaluation: decision.evaluation,
              },
        );
      }
    }
  }
  return results;
}

function join(groups: Group[], prepared: Prepared): void {
  for (const group of groups) {
    const root = together(group.schema.root, prepared.schema.root);
    const event = together(group.schema.event, prepared.schema.event);
    if (root === undefined || event === undefined) continue;
    group.schema = { root, event };
    group.members.push(prepared);
    return;
  }
  groups.push({ schema: prepared.schema, members: [prepared] });
}

/**
 * Columns have types, and the language may treat a field that has one otherwise (pql.md section 4.4): texts that are
 * times are columns of times where the value stays the same with that type, and texts where it does not.
 */
function prepare(trial: Trial): Prepared {
  const profile = profileOf(trial);
  const schemas = (['dated', 'plain'] as const).map((texts) => schemaFor(trial.ir, profile, texts));
  for (const schema of schemas) {
    const { ir } = compileQuery(trial.expression, { schema });
    if (ir !== undefined && givesExpected(ir, trial))
      return { trial, schema, profile, ...expectationOf(ir, trial.expected) };
  }
  const [schema] = schemas;
  if (schema === undefined) throw new Error('A profile has a schema');
  return { trial, schema, profile, ...expectationOf(trial.ir, trial.expected) };
}

function givesExpected(ir: Ir, { profile, now, expected }: Trial): boolean {
  return sameResult(valueToJson(evaluate(ir, profile, { now })), expected);
}

function schemaFor(ir: Ir, { entity, events }: Omit<TrialProfile, 'no'>, texts: 'dated' | 'plain') {
  const event = schemaOf(events, mapPaths(ir, 'event'), texts);
  const system = { timestamp: { kind: 'scalar', type: 'date-time' }, _id: { kind: 'scalar', type: 'string' } } as const;
  return {
    root: schemaOf([entity], mapPaths(ir, 'profile'), texts),
    event: { ...event, fields: { ...event.fields, ...system } },
  };
}

function profileOf({ ir, profile }: Trial): Omit<TrialProfile, 'no'> {
  if (!isObject(profile)) throw new NoSchema('the profile is no object');
  const { xEvent = [], ...entity } = profile;
  if (!Array.isArray(xEvent) || !xEvent.every(isObject)) throw new NoSchema('xEvent is no list of events');
  const untimed = xEvent.some(({ timestamp }) => typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp)));
  if (untimed && readsTime(ir)) throw new NoSchema('an event has no timestamp');
  return { entity, events: xEvent };
}

/** Whether it matters that events have no time. */
function readsTime(ir: Ir): boolean {
  let reads = false;
  walk(ir, (node) => {
    if (node.kind === 'chain' || (node.kind === 'field' && node.name === 'timestamp')) reads = true;
  });
  return reads;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
