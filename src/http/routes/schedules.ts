import { Type } from 'typebox';
import { SCHEDULE_STATES, SCHEDULE_TYPES, scheduleResource } from '../../jobs/schedules/schedule.ts';
import type { Schedules } from '../../jobs/schedules/service.ts';
import { ifMatch, setEtag } from '../etag.ts';
import { scheduleExamples } from '../examples/schedules.ts';
import { JsonPatchBody } from '../json-patch.ts';
import { childrenPage, pageParameters, pageSlice } from '../listing/paging.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { AnyBody, readChange, readSchedule, ScheduleBody } from './schedule-bodies.ts';
import { SandboxBody } from './schemas.ts';
import { scopeOf } from './scope.ts';

export const SCHEDULES = '/data/core/ups/config/schedules';
export const SCHEDULES_TAG = 'Schedules';

export const Frequency = Type.Enum(['daily', 'weekly', 'monthly', 'custom']);

const ScheduleAnswer = Type.Object(
  {
    id: Type.String(),
    imsOrgId: Type.String(),
    sandbox: SandboxBody,
    name: Type.String(),
    state: Type.Enum([...SCHEDULE_STATES]),
    type: Type.Enum([...SCHEDULE_TYPES]),
    schedule: Type.String({ description: 'Quartz cron, in UTC.' }),
    frequency: Frequency,
    properties: Type.Record(Type.String(), Type.Unknown()),
    createEpoch: Type.Integer({ description: 'Unix seconds.' }),
    updateEpoch: Type.Integer({ description: 'Unix seconds.' }),
  },
  { $id: 'Schedule' },
);

const ListAnswer = Type.Object({
  _page: Type.Object({ totalCount: Type.Integer(), pageSize: Type.Integer(), next: Type.Optional(Type.String()) }),
  children: Type.Array(ScheduleAnswer),
  _links: Type.Object({ next: Type.Object({ href: Type.Optional(Type.String()) }) }),
});

const Force = Type.Object({
  force: Type.Boolean({
    default: false,
    description: 'Stops the schedule of all segments although streaming needs it.',
  }),
});

/** Schedules (api-segmentation.md sections 4.1 to 4.5). */
export function registerSchedules(app: App, schedules: Schedules): void {
  const tag = SCHEDULES_TAG;

  app.get(
    SCHEDULES,
    operation(
      {
        access: 'segments:read',
        summary: 'List schedules',
        examples: scheduleExamples.list,
        tag,
        answers: { 200: ListAnswer },
      },
      { querystring: Type.Object(pageParameters()) },
    ),
    async ({ context, query }) => {
      const scope = scopeOf(context);
      const found = await schedules.list(scope, pageSlice(query));
      const items = found.schedules.map((schedule) => scheduleResource(schedule, scope));
      return childrenPage({ items, totalCount: found.total }, query, '/config/schedules', {});
    },
  );

  app.post(
    SCHEDULES,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Create a schedule',
        examples: scheduleExamples.create,
        documentedBody: ScheduleBody,
        tag,
        answers: { 200: ScheduleAnswer },
      },
      { body: AnyBody },
    ),
    async ({ body, context }, reply) => {
      const scope = scopeOf(context);
      const schedule = await schedules.create(scope, readSchedule(body));
      reply.header('x-location', `${context.baseUrl}${SCHEDULES}/${schedule.id}`);
      setEtag(reply, schedule.etag);
      return scheduleResource(schedule, scope);
    },
  );

  app.get(
    `${SCHEDULES}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read a schedule',
        examples: scheduleExamples.read,
        tag,
        answers: { 200: ScheduleAnswer },
      },
      { params: IdParameter },
    ),
    async ({ context, params }, reply) => {
      const scope = scopeOf(context);
      const schedule = await schedules.get(scope, params.id);
      setEtag(reply, schedule.etag);
      return scheduleResource(schedule, scope);
    },
  );

  app.patch(
    `${SCHEDULES}/:id`,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Change state and cron expression of a schedule',
        examples: scheduleExamples.change,
        documentedBody: JsonPatchBody,
        description: 'A JSON Patch with `add` or `replace` of `/state` and `/schedule`.',
        tag,
        answers: { 204: null },
        errors: [412],
      },
      { params: IdParameter, querystring: Force, body: Type.Array(Type.Unknown()) },
    ),
    async (request, reply) => {
      const { context, params, query } = request;
      const change = readChange(request.body);
      const { etag } = await schedules.change(scopeOf(context), params.id, change, ifMatch(request), query.force);
      setEtag(reply, etag);
      return reply.status(204).send();
    },
  );

  app.delete(
    `${SCHEDULES}/:id`,
    operation(
      {
        access: 'segments:evaluate',
        summary: 'Delete a schedule; its jobs go on',
        tag,
        answers: { 204: null },
        errors: [412],
      },
      { params: IdParameter, querystring: Force },
    ),
    async (request, reply) => {
      await schedules.delete(scopeOf(request.context), request.params.id, ifMatch(request), request.query.force);
      return reply.status(204).send();
    },
  );
}
