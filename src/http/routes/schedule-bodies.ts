import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ExportBody } from '../../jobs/exports/request.ts';
import { SCHEDULE_STATES, SCHEDULE_TYPES } from '../../jobs/schedules/schedule.ts';
import type { ScheduleChange, ScheduleInput } from '../../jobs/schedules/service.ts';
import { invalidPatch } from '../errors/catalogue.ts';
import { readPatch } from '../json-patch.ts';
import { bodyReader } from '../validation/body.ts';

const name = Type.String({ minLength: 1, maxLength: 255 });
const Timing = {
  schedule: Type.Optional(Type.String({ description: 'Quartz cron, in UTC; `0 0 1 * * ?` when absent.' })),
  state: Type.Optional(Type.Enum([...SCHEDULE_STATES], { description: '`inactive` when absent.' })),
};

/** What a new schedule looks like whatever its type; the types differ in `properties`. */
const AnySchedule = Type.Object({
  name,
  type: Type.Enum([...SCHEDULE_TYPES]),
  properties: Type.Record(Type.String(), Type.Unknown()),
  ...Timing,
});

const SegmentSchedule = Type.Object({
  name,
  type: Type.Literal('batch_segmentation'),
  properties: Type.Object({ segments: Type.Array(Type.String()) }),
  ...Timing,
});

const ExportSchedule = Type.Object({ name, type: Type.Literal('export'), properties: ExportBody, ...Timing });

/** The body as callers are told it; {@link readSchedule} reads it. */
export const ScheduleBody = Type.Union([SegmentSchedule, ExportSchedule], {
  description: 'The properties of type `batch_segmentation` are `{"segments": ["*"]}` or `{"segments": [id, …]}`.',
});

/** What the route takes, for {@link readSchedule}. */
export const AnyBody = Type.Record(Type.String(), Type.Unknown());

const readers = {
  any: reader(AnySchedule),
  batch_segmentation: reader(SegmentSchedule),
  export: reader(ExportSchedule),
};

/** @throws ServiceError `UPLIB-101206-500`, `UPAPI-900003-400` */
export function readSchedule(body: Readonly<Record<string, unknown>>): ScheduleInput {
  if (body.type === 'export') {
    const { type, properties, ...common } = readers.export(body);
    return { ...common, task: { type, body: properties } };
  }
  // A type that is missing or unknown is refused here, with everything else that is wrong.
  if (body.type !== 'batch_segmentation') readers.any(body);
  const { type, properties, ...common } = readers.batch_segmentation(body);
  return { ...common, task: { type, segments: properties.segments } };
}

/** What `bodyReader` has read, with its type. */
function reader<const S extends TSchema>(schema: S): (body: unknown) => Static<S> {
  const read = bodyReader(schema);
  const typed = Compile(schema);
  return (body) => typed.Parse(read(body));
}

/**
 * What a JSON Patch of a schedule comes to (api-segmentation.md section 4.5).
 *
 * @throws ServiceError `UPAPI-900070-400`
 */
export function readChange(body: readonly unknown[]): ScheduleChange {
  const change: { state?: string; schedule?: string } = {};
  for (const [index, { path, value }] of readPatch(body, ['add', 'replace']).entries()) {
    if (path !== '/state' && path !== '/schedule') {
      throw invalidPatch(index, "'path' must be /state or /schedule.");
    }
    if (typeof value !== 'string') throw invalidPatch(index, "'value' must be a string.");
    change[path === '/state' ? 'state' : 'schedule'] = value;
  }
  return change;
}
