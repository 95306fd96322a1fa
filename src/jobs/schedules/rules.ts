import { PROFILE_CLASS } from '../../audiences/content.ts';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import { ServiceError } from '../../errors.ts';
import type { ScheduleRepository } from './repository.ts';
import { coversAll, type Schedule } from './schedule.ts';

export interface RuleDependencies {
  readonly repository: ScheduleRepository;
  readonly definitions: DefinitionRepository;
  /** Merge policies of the profile class in a sandbox. */
  readonly mergePolicies: (sandboxId: string) => Promise<number>;
  readonly enforceLimits: boolean;
  readonly warn: (message: string) => void;
}

/** Active schedules of type `batch_segmentation`, that of all segments included. */
const ACTIVE_LIMIT = 4;
const MERGE_POLICY_LIMIT = 5;

/**
 * The rules of numbers, for a schedule that is about to become active (api-segmentation.md section 4.3).
 *
 * @throws ServiceError `UPAPI-900303-400`; `UPAPI-900305-400`, `UPAPI-900306-400` where limits are enforced
 */
export async function checkActivation(deps: RuleDependencies, sandboxId: string, schedule: Schedule): Promise<void> {
  if (schedule.task.type !== 'batch_segmentation') return;
  const active = await deps.repository.active(sandboxId);
  const others = active.filter(({ id, task }) => id !== schedule.id && task.type === 'batch_segmentation');
  const forAll = others.find(coversAll);
  if (coversAll(schedule) && forAll !== undefined) {
    throw new ServiceError(
      'UPAPI-900303-400',
      `A schedule for all segments is already active in this sandbox: ${forAll.id}`,
    );
  }
  const limits = [
    {
      broken: others.length + 1 > ACTIVE_LIMIT,
      code: 'UPAPI-900305-400',
      message: `The number of active batch segmentation schedules cannot exceed ${ACTIVE_LIMIT}.`,
    },
    {
      broken: (await deps.mergePolicies(sandboxId)) > MERGE_POLICY_LIMIT,
      code: 'UPAPI-900306-400',
      message: `Scheduled evaluation is not available with more than ${MERGE_POLICY_LIMIT} merge policies.`,
    },
  ];
  for (const { code, message } of limits.filter(({ broken }) => broken)) {
    if (deps.enforceLimits) throw new ServiceError(code, message);
    deps.warn(`Sandbox ${sandboxId}: ${message} This is not enforced here.`);
  }
}

/**
 * The active schedule of all segments stays while audiences are evaluated as data streams in.
 *
 * @param force lets it go all the same
 * @throws ServiceError `UPAPI-900304-409`
 */
export async function checkDeactivation(
  deps: RuleDependencies,
  sandboxId: string,
  schedule: Schedule,
  force: boolean,
): Promise<void> {
  if (force || schedule.state !== 'active' || !coversAll(schedule)) return;
  const evaluated = await deps.definitions.ofClass(sandboxId, PROFILE_CLASS, ['draft', 'published']);
  if (evaluated.some(({ evaluationInfo: { continuous, synchronous } }) => continuous.enabled || synchronous.enabled)) {
    throw new ServiceError(
      'UPAPI-900304-409',
      'The schedule cannot be disabled or deleted because streaming segmentation is in use.',
    );
  }
}
