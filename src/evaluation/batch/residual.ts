import { type CompiledQuery, compile, type EvaluationOptions, StepLimitExceeded } from '../../pql/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { type Membership, readMemberships } from '../membership/read.ts';
import { type Candidate, candidates } from './candidates.ts';
import { type Decisions, segmentMembership } from './memberships.ts';
import type { Plan, PlannedAudience } from './plan.ts';
import type { LoadedProfile, LoadProfiles } from './profile-source.ts';
import type { KeyBounds } from './ranges.ts';
import { allEventsRead, type EventsRead, eventsRead, readsMembership } from './references.ts';
import type { AudienceFailure, BatchRun } from './types.ts';

/** Candidates handed over at once; the loader reads their documents in portions of its own. */
const CHUNK = 50_000;

/** What the evaluator did for one audience. */
export interface ResidualCount {
  readonly id: string;
  /** Profiles evaluated. */
  readonly candidates: number;
  /** Profiles given up at the step limit, which count as no members (pql.md section 11.5). */
  readonly exceeded: number;
  readonly failure?: AudienceFailure;
}

/** What the evaluation of a range needs besides the audiences. */
export interface ResidualInput {
  readonly columnar: Columnar;
  readonly run: BatchRun;
  readonly plan: Plan;
  readonly loadProfiles: LoadProfiles;
  readonly options: QueryOptions;
}

/** Takes the members as they are found. */
export interface MembersSink {
  add(audienceId: string, profile: LoadedProfile): void;
  /** Called between portions of profiles. */
  flush(): Promise<void>;
}

/** Decides the audiences of one stage that SQL cannot decide, over the candidates of a range. */
export async function evaluateResidual(
  input: ResidualInput,
  audiences: readonly PlannedAudience[],
  range: KeyBounds,
  sink: MembersSink,
): Promise<readonly ResidualCount[]> {
  const { columnar, run, plan, options } = input;
  const tasks = audiences.map((planned) => new Task(planned, run));
  let chunk: Candidate[] = [];
  for await (const candidate of candidates(columnar, run, plan, audiences, range, options)) {
    chunk.push(candidate);
    if (chunk.length < CHUNK) continue;
    await evaluateChunk(input, tasks, chunk, sink);
    chunk = [];
  }
  await evaluateChunk(input, tasks, chunk, sink);
  return tasks.map((task) => task.count());
}

async function evaluateChunk(
  { columnar, run, loadProfiles, options }: ResidualInput,
  tasks: readonly Task[],
  chunk: readonly Candidate[],
  sink: MembersSink,
): Promise<void> {
  if (chunk.length === 0) return;
  const byKey = new Map(chunk.map((candidate) => [candidate.profileKey, candidate]));
  const withMemberships = tasks.some((task) => task.readsMembership);
  const numbers = withMemberships ? chunk.map((candidate) => candidate.profileNo) : [];
  const memberships = await readMemberships(columnar, run, numbers, options);
  const events = allEventsRead(tasks.map((task) => task.eventsRead));
  const reading = { events, ...(run.signal ? { signal: run.signal } : {}) };
  for await (const profile of loadProfiles(columnar, run.database, [...byKey.keys()], reading)) {
    const candidate = byKey.get(profile.profileKey);
    if (candidate === undefined) continue;
    const root = { ...profile.entity, xEvent: profile.events };
    const stored = memberships.get(profile.profileNo) ?? [];
    const decisions = new Map(candidate.decisions);
    for (const task of tasks) {
      const seen = task.readsMembership ? withMembership(root, stored, task.relevant(decisions), run) : root;
      const member = candidate.audiences.has(task.id) && task.holds(seen);
      decisions.set(task.id, member);
      if (member) sink.add(task.id, profile);
    }
  }
  await sink.flush();
}

function withMembership(
  root: Readonly<Record<string, unknown>>,
  stored: readonly Membership[],
  decisions: Decisions,
  { now, places }: Pick<BatchRun, 'now' | 'places'>,
): Readonly<Record<string, unknown>> {
  return { ...root, segmentMembership: segmentMembership(root.segmentMembership, stored, decisions, now, places) };
}

/** One audience in the hands of the evaluator. */
class Task {
  readonly id: string;
  readonly eventsRead: EventsRead;
  readonly readsMembership: boolean;
  readonly #references: ReadonlySet<string>;
  readonly #query: CompiledQuery;
  readonly #options: EvaluationOptions;
  #candidates = 0;
  #exceeded = 0;
  #failure: AudienceFailure | undefined;

  constructor(planned: PlannedAudience, { now, records }: BatchRun) {
    const { id, expression } = planned.audience;
    this.id = id;
    this.eventsRead = eventsRead(expression);
    this.readsMembership = readsMembership(expression);
    this.#references = planned.references;
    this.#query = compile(expression);
    this.#options = { now, ...(records && { records }) };
  }

  /** Of what the run decided, what the audience refers to: all else is as it is stored. */
  relevant(decisions: Decisions): Decisions {
    return new Map([...decisions].filter(([id]) => this.#references.has(id)));
  }

  holds(root: unknown): boolean {
    if (this.#failure) return false;
    this.#candidates += 1;
    try {
      return this.#query.qualifies(root, this.#options);
    } catch (error) {
      if (error instanceof StepLimitExceeded) this.#exceeded += 1;
      else
        this.#failure = { id: this.id, code: '0080000002', message: `${this.id} could not be evaluated`, cause: error };
      return false;
    }
  }

  count(): ResidualCount {
    const failure = this.#failure ? { failure: this.#failure } : {};
    return { id: this.id, candidates: this.#candidates, exceeded: this.#exceeded, ...failure };
  }
}
