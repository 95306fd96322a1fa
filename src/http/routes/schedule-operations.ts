import { Type } from 'typebox';
import { timing } from '../../jobs/schedules/schedule.ts';
import type { AssignmentChange, Schedules } from '../../jobs/schedules/service.ts';
import { scheduleOperationExamples } from '../examples/schedule-operations.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';
import { Frequency, SCHEDULES, SCHEDULES_TAG } from './schedules.ts';
import { scopeOf } from './scope.ts';

const Ids = Type.Array(Type.String(), { minItems: 1, maxItems: 1000 });
const AssignmentBody = Type.Object({ id: Type.String({ description: 'A schedule.' }), segments: Ids });
const Lists = { existing: Type.Array(Type.String()), invalid: Type.Array(Type.String()) };
const segmentCount = Type.Object({ previous: Type.Integer(), current: Type.Integer(), diff: Type.Integer() });
const AddAnswer = Type.Object({ added: Type.Array(Type.String()), ...Lists, segmentCount });
const RemoveAnswer = Type.Object({ removed: Type.Array(Type.String()), ...Lists, segmentCount });

const MapAnswer = Type.Object({
  audienceMap: Type.Record(Type.String(), Type.Array(Type.String())),
  schedules: Type.Record(
    Type.String(),
    Type.Object({ name: Type.String(), schedule: Type.String(), frequency: Frequency }),
  ),
});

/** Assignment of segments to schedules, and runs by hand (api-segmentation.md sections 4.6 to 4.8). */
export function registerScheduleOperations(app: App, schedules: Schedules): void {
  const tag = SCHEDULES_TAG;

  app.post(
    `${SCHEDULES}/add-audiences`,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Put segments on a schedule',
        examples: scheduleOperationExamples.addAudiences,
        tag,
        answers: { 200: AddAnswer },
      },
      { body: AssignmentBody },
    ),
    async ({ body, context }) => {
      const { changed, ...change } = await schedules.addSegments(scopeOf(context), body.id, body.segments);
      return { added: changed, ...outcome(change) };
    },
  );

  app.post(
    `${SCHEDULES}/remove-audiences`,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Take segments off a schedule',
        examples: scheduleOperationExamples.removeAudiences,
        tag,
        answers: { 200: RemoveAnswer },
      },
      { body: AssignmentBody },
    ),
    async ({ body, context }) => {
      const { changed, ...change } = await schedules.removeSegments(scopeOf(context), body.id, body.segments);
      return { removed: changed, ...outcome(change) };
    },
  );

  app.post(
    `${SCHEDULES}/audience-map`,
    operation(
      {
        access: 'segments:read',
        summary: 'Tell which schedules list segments',
        examples: scheduleOperationExamples.audienceMap,
        description: 'The schedule of all segments is not reported.',
        tag,
        answers: { 200: MapAnswer },
      },
      { body: Type.Object({ segments: Ids }) },
    ),
    async ({ body, context }) => {
      const found = await schedules.listing(scopeOf(context), body.segments);
      const described = [...found.schedules].map(([id, schedule]) => [
        id,
        { name: schedule.name, ...timing(schedule) },
      ]);
      return { audienceMap: Object.fromEntries(found.bySegment), schedules: Object.fromEntries(described) };
    },
  );

  app.post(
    `${SCHEDULES}/trigger`,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Run a schedule now, whatever its state',
        examples: scheduleOperationExamples.trigger,
        description: 'The header `X-Location` names the job; it is absent when there was nothing to do.',
        tag,
        answers: { 200: null },
      },
      { body: Type.Object({ id: Type.String({ description: 'A schedule.' }) }) },
    ),
    async ({ body, context }, reply) => {
      const path = await schedules.trigger(scopeOf(context), body.id);
      if (path !== undefined) reply.header('x-location', `${context.baseUrl}/data/core/ups${path}`);
      return reply.removeHeader('content-type').send();
    },
  );
}

const outcome = ({ existing, invalid, previous, current }: Omit<AssignmentChange, 'changed'>) => ({
  existing,
  invalid,
  segmentCount: { previous, current, diff: current - previous },
});
