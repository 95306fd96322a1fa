import type { Operation } from '../document.ts';
import type { Step, Steps } from '../step.ts';
import { audienceSteps } from './audiences.ts';
import { estimateSteps } from './estimates.ts';
import { exportSteps } from './exports.ts';
import { externalAudienceSteps } from './external-audiences.ts';
import { operationSteps } from './operation.ts';
import { profileSteps } from './profiles.ts';
import { scheduleSteps } from './schedules.ts';
import { searchSteps } from './search.ts';
import { segmentSteps } from './segments.ts';

/** How every operation is used. */
export const STEPS: Steps = {
  ...segmentSteps,
  ...audienceSteps,
  ...externalAudienceSteps,
  ...searchSteps,
  ...scheduleSteps,
  ...exportSteps,
  ...estimateSteps,
  ...profileSteps,
  ...operationSteps,
};

/** @throws Error when the operation has no step yet */
export function stepOf({ name }: Operation): Step {
  const step = STEPS[name];
  if (step === undefined) throw new Error(`${name} has no step in test/http/contract/steps`);
  return step;
}
