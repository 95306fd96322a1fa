import { randomUUID } from 'node:crypto';
import type { Scope } from '../../audiences/definition.ts';
import { newEtag } from '../../audiences/etag.ts';
import { invalidField, notFound, ServiceError } from '../../errors.ts';
import type { Serial } from '../../serial.ts';
import type { ExportRequest } from '../exports/request.ts';
import { asStored } from '../segments/job.ts';
import { checkedCron } from './cron/check.ts';
import { parseCron } from './cron/cron.ts';
import { nextFire } from './cron/next.ts';
import type { ScheduleRepository } from './repository.ts';
import { checkActivation, checkDeactivation, type RuleDependencies } from './rules.ts';
import type { ScheduleRuns } from './runs.ts';
import { type Plan, SCHEDULE_STATES, type Schedule, type ScheduledTask, type ScheduleState } from './schedule.ts';
import { isAssignable, SEGMENTS_LIMIT, segmentsOf } from './segment-work.ts';
import { type ScheduleWorks, workOf } from './work.ts';

export interface ScheduleDependencies extends RuleDependencies {
  readonly repository: ScheduleRepository;
  readonly runs: ScheduleRuns;
  readonly works: ScheduleWorks;
  /** Writes of one sandbox follow each other, runs that the clock starts included. */
  readonly writes: Serial;
  /** Called when the next fire may be another. */
  readonly onChanged: () => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly minIntervalHours: number;
  readonly defaultState: ScheduleState;
}

export interface ScheduleInput {
  readonly name: string;
  readonly task:
    | { readonly type: 'batch_segmentation'; readonly segments: readonly string[] }
    | { readonly type: 'export'; readonly body: ExportRequest };
  readonly schedule?: string;
  readonly state?: ScheduleState;
}

/** What a JSON Patch comes to. */
export interface ScheduleChange {
  readonly state?: string;
  readonly schedule?: string;
}

/** What a change of the list of a schedule came to: ids by what became of them, the invalid ones as they were sent. */
export interface AssignmentChange {
  readonly changed: readonly string[];
  readonly existing: readonly string[];
  readonly invalid: readonly string[];
  readonly previous: number;
  readonly current: number;
}

/** When a schedule runs unless it says otherwise. */
const DEFAULT_CRON = '0 0 1 * * ?';
const NAME_LIMIT = 255;

/** Create, read, change and run schedules (api-segmentation.md section 4). */
export class Schedules {
  readonly #deps: ScheduleDependencies;
  /** Sandboxes that are known to have been given their system schedule. */
  readonly #prepared = new Set<string>();

  constructor(deps: ScheduleDependencies) {
    this.#deps = deps;
  }

  /** Gives a new sandbox its system schedule (section 4.3). */
  async prepare({ sandbox: { sandboxId } }: Scope): Promise<void> {
    if (this.#prepared.has(sandboxId)) return;
    const { defaultState, repository } = this.#deps;
    const task = { type: 'batch_segmentation', segments: { kind: 'all' } } as const;
    const system = this.#new('Batch Segmentation', task, DEFAULT_CRON, defaultState);
    await repository.insertSystem(sandboxId, system);
    this.#prepared.add(sandboxId);
  }

  async list(scope: Scope, page: { readonly offset: number; readonly limit: number }) {
    await this.prepare(scope);
    return this.#deps.repository.list(scope.sandbox.sandboxId, page);
  }

  /** @throws ServiceError `UPAPI-113000-404` */
  async get(scope: Scope, id: string): Promise<Schedule> {
    await this.prepare(scope);
    const schedule = await this.#deps.repository.get(scope.sandbox.sandboxId, id.toLowerCase());
    if (schedule === undefined) throw notFound([id]);
    return schedule;
  }

  /** @throws ServiceError in the order of the table in api-segmentation.md section 4.5 */
  create(scope: Scope, input: ScheduleInput): Promise<Schedule> {
    return this.#write(scope, async () => {
      const { minIntervalHours, now, repository, works } = this.#deps;
      const { sandboxId } = scope.sandbox;
      const name = input.name.trim();
      if (name === '' || name.length > NAME_LIMIT) {
        throw invalidField('name', `It must have 1 to ${NAME_LIMIT} characters.`);
      }
      const asked: ScheduledTask =
        input.task.type === 'export' ? input.task : { ...input.task, segments: segmentsOf(input.task.segments) };
      const cron = input.schedule ?? DEFAULT_CRON;
      checkedCron(cron, minIntervalHours, now());
      await workOf(works, asked).check(scope);
      const task = asked.type === 'export' ? asked : { ...asked, segments: asStored(asked.segments) };
      const schedule = this.#new(name, task, cron, input.state ?? 'inactive');
      if (schedule.state === 'active') await checkActivation(this.#deps, sandboxId, schedule);
      await repository.insert(sandboxId, schedule);
      return schedule;
    });
  }

  /**
   * Changes state and expression at once; `ifMatch` decides by the stored tag, `force` overrules the rule of streaming.
   *
   * @throws ServiceError of section 4.5
   */
  change(
    scope: Scope,
    id: string,
    change: ScheduleChange,
    ifMatch: (etag: string) => void,
    force: boolean,
  ): Promise<Schedule> {
    return this.#write(scope, async () => {
      const { minIntervalHours, now, repository } = this.#deps;
      const { sandboxId } = scope.sandbox;
      const stored = await this.get(scope, id);
      ifMatch(stored.etag);
      const state = change.state === undefined ? stored.state : stateOf(change.state);
      const cron = change.schedule ?? stored.cron;
      const starts = state === 'active' && stored.state === 'inactive';
      if (cron !== stored.cron || starts) checkedCron(cron, minIntervalHours, now());
      const { plan, ...unplanned } = { ...stored, state, cron, ...this.#version() };
      const keeps = state === 'active' && !starts && cron === stored.cron;
      const next = keeps ? plan : this.#plan(state, cron);
      const changed = next === undefined ? unplanned : { ...unplanned, plan: next };
      if (starts) await checkActivation(this.#deps, sandboxId, changed);
      if (state === 'inactive') await checkDeactivation(this.#deps, sandboxId, stored, force);
      await repository.update(sandboxId, changed);
      return changed;
    });
  }

  /** @throws ServiceError `UPAPI-113000-404`, `UPAPI-900304-409`, and what `ifMatch` throws */
  delete(scope: Scope, id: string, ifMatch: (etag: string) => void, force: boolean): Promise<void> {
    return this.#write(scope, async () => {
      const stored = await this.get(scope, id);
      ifMatch(stored.etag);
      await checkDeactivation(this.#deps, scope.sandbox.sandboxId, stored, force);
      await this.#deps.repository.delete(scope.sandbox.sandboxId, stored.id);
    });
  }

  /** Puts segments on a schedule that lists segments by id (section 4.6). */
  addSegments(scope: Scope, id: string, given: readonly string[]): Promise<AssignmentChange> {
    return this.#write(scope, async () => {
      const { definitions, repository } = this.#deps;
      const { sandboxId } = scope.sandbox;
      const { schedule, listed } = await this.#listed(scope, id);
      const sent = Map.groupBy(given, (one) => one.toLowerCase());
      const found = await definitions.byIds(sandboxId, [...sent.keys()]);
      const existing = [...sent.keys()].filter((one) => listed.has(one));
      const added = [...sent.keys()].filter((one) => !listed.has(one) && isAssignable(found.get(one)));
      const invalid = asSent(sent, (one) => !listed.has(one) && !isAssignable(found.get(one)));
      if (listed.size + added.length > SEGMENTS_LIMIT) {
        throw invalidField('segments', `A schedule must not have more than ${SEGMENTS_LIMIT} segments.`);
      }
      if (added.length > 0) {
        await repository.changeSegments(sandboxId, { ...schedule, ...this.#version() }, { add: added });
      }
      return { changed: added, existing, invalid, previous: listed.size, current: listed.size + added.length };
    });
  }

  /** Takes segments off a schedule that lists segments by id (section 4.6). */
  removeSegments(scope: Scope, id: string, given: readonly string[]): Promise<AssignmentChange> {
    return this.#write(scope, async () => {
      const { schedule, listed } = await this.#listed(scope, id);
      const sent = Map.groupBy(given, (one) => one.toLowerCase());
      const removed = [...sent.keys()].filter((one) => listed.has(one));
      const invalid = asSent(sent, (one) => !listed.has(one));
      if (removed.length > 0) {
        const version = { ...schedule, ...this.#version() };
        await this.#deps.repository.changeSegments(scope.sandbox.sandboxId, version, { remove: removed });
      }
      return { changed: removed, existing: [], invalid, previous: listed.size, current: listed.size - removed.length };
    });
  }

  /** The schedules that list segments by id (section 4.7): for each segment those that list it, and all of them. */
  async listing(scope: Scope, segmentIds: readonly string[]) {
    const ids = segmentIds.map((id) => id.toLowerCase());
    const found = await this.#deps.repository.listing(scope.sandbox.sandboxId, ids);
    const bySegment = Map.groupBy(found, ({ segmentId }) => segmentId);
    return {
      bySegment: new Map(
        segmentIds.map((id) => [id, (bySegment.get(id.toLowerCase()) ?? []).map(({ schedule }) => schedule.id)]),
      ),
      schedules: new Map(found.map(({ schedule }) => [schedule.id, schedule])),
    };
  }

  /**
   * Runs a schedule now, whatever its state (section 4.8).
   *
   * @returns the path of the job below the base path; undefined when there was nothing to do
   * @throws ServiceError `UPAPI-113000-404`, `UPAPI-900307-409`, and what making the job throws
   */
  trigger(scope: Scope, id: string): Promise<string | undefined> {
    return this.#write(scope, async () => {
      const { runs, works } = this.#deps;
      const schedule = await this.get(scope, id);
      if (await runs.isGoingOn(schedule.id)) {
        throw new ServiceError('UPAPI-900307-409', `A run of schedule ${schedule.id} is already in progress.`);
      }
      const { job } = await runs.submit(scope, schedule, 'request');
      return job && `${workOf(works, schedule.task).collection}/${job.id}`;
    });
  }

  /** What became of the runs of a schedule, newest first. */
  async runs(scope: Scope, id: string, page: { readonly offset: number; readonly limit: number }) {
    const schedule = await this.get(scope, id);
    return this.#deps.runs.list(schedule.id, page);
  }

  async #write<T>(scope: Scope, task: () => Promise<T>): Promise<T> {
    await this.prepare(scope);
    const done = await this.#deps.writes.run(scope.sandbox.sandboxId, task);
    this.#deps.onChanged();
    return done;
  }

  async #listed(scope: Scope, id: string) {
    const schedule = await this.get(scope, id);
    const { task } = schedule;
    if (task.type === 'export') throw invalidField('id', 'The schedule is of type export.');
    if (task.segments.kind === 'all') throw invalidField('id', 'The schedule is for all segments.');
    return { schedule, listed: new Set(task.segments.ids) };
  }

  #new(name: string, task: Schedule['task'], cron: string, state: ScheduleState): Schedule {
    const version = this.#version();
    const plan = this.#plan(state, cron);
    return {
      id: randomUUID(),
      name,
      task,
      cron,
      state,
      createEpoch: version.updateEpoch,
      ...version,
      ...(plan && { plan }),
    };
  }

  #version() {
    const updateEpoch = Math.floor(this.#deps.now() / 1000);
    return { updateEpoch, etag: newEtag(updateEpoch) };
  }

  /** An active schedule waits for its next time; activation runs nothing by itself. */
  #plan(state: ScheduleState, cron: string): Plan | undefined {
    const plannedAt = this.#deps.now();
    const next = state === 'active' ? nextFire(parseCron(cron), plannedAt) : undefined;
    return next === undefined ? undefined : { nextFire: next, plannedAt };
  }
}

/** The first spelling of those ids that pass. */
const asSent = (sent: ReadonlyMap<string, readonly string[]>, passes: (id: string) => boolean): readonly string[] =>
  [...sent].flatMap(([id, [first = id]]) => (passes(id) ? [first] : []));

function stateOf(text: string): ScheduleState {
  const state = SCHEDULE_STATES.find((one) => one === text);
  if (state === undefined) throw invalidField('state', `It must be one of ${SCHEDULE_STATES.join(', ')}.`);
  return state;
}
