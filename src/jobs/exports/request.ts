import { type Static, Type } from 'typebox';
import { className } from '../../audiences/content.ts';
import { invalidField } from '../../errors.ts';
import { instantOfDateTime } from '../../profiles/validation/time.ts';
import type { ObjectField } from '../../schema/node.ts';
import { fieldPaths, unknownPaths } from './field-selection.ts';
import { EXPORTED_STATUSES, type ExportFilter, type ExportSegment } from './job.ts';

const Text = Type.Optional(Type.String());

/** The body of `POST /export/jobs` (api-segmentation.md section 6.4); values are checked by {@link checkValues}. */
export const ExportBody = Type.Object({
  destination: Type.Object({
    datasetId: Type.String({ description: 'A dataset on the union schema of the class.' }),
    segmentPerBatch: Type.Optional(Type.Boolean({ description: 'One batch for each entry of `filter.segments`.' })),
  }),
  schema: Type.Object({ name: Type.String({ description: '`_xdm.context.profile`' }) }),
  profileInstanceId: Type.Optional(Type.String({ description: 'Shown again; the header of that name wins.' })),
  fields: Type.Optional(Type.String({ description: 'Dotted paths, separated by commas; all fields when absent.' })),
  mergePolicy: Type.Optional(
    Type.Object({ id: Text, version: Type.Optional(Type.Union([Type.Number(), Type.String()])) }),
  ),
  filter: Type.Optional(
    Type.Object({
      segments: Type.Optional(
        Type.Array(
          Type.Object({ segmentId: Type.String(), segmentNs: Text, status: Type.Optional(Type.Array(Type.String())) }),
          { description: '1 to 1500 entries; all profiles when absent.' },
        ),
      ),
      segmentQualificationTime: Type.Optional(Type.Object({ startTime: Text, endTime: Text })),
      fromIngestTimestamp: Text,
      emptyProfiles: Type.Optional(Type.Boolean({ description: 'Profiles that have only events too.' })),
    }),
  ),
  additionalFields: Type.Optional(
    Type.Object({
      eventList: Type.Optional(
        Type.Object({
          fields: Text,
          filter: Type.Optional(Type.Object({ fromIngestTimestamp: Text, toIngestTimestamp: Text })),
        }),
      ),
    }),
  ),
  evaluationInfo: Type.Optional(
    Type.Object({ segmentation: Type.Optional(Type.Boolean({ description: 'Evaluate the segments first.' })) }),
  ),
});

export type ExportRequest = Static<typeof ExportBody>;

const SEGMENT_LIMIT = 1500;

/** The filter with the defaults of its entries; platform audiences are found in any case of `ups`. */
export function filterOf({ filter }: ExportRequest): ExportFilter | undefined {
  if (filter === undefined) return undefined;
  const { segments, ...rest } = filter;
  return { ...rest, ...(segments !== undefined && { segments: segments.map(segmentOf) }) };
}

function segmentOf(entry: { segmentId: string; segmentNs?: string; status?: readonly string[] }): ExportSegment {
  const namespace = entry.segmentNs ?? 'ups';
  const known = (status: string) => EXPORTED_STATUSES.find((one) => one === status);
  return {
    segmentId: entry.segmentId.toLowerCase(),
    segmentNs: namespace.toLowerCase() === 'ups' ? 'ups' : namespace,
    status: entry.status === undefined ? ['realized', 'existing'] : entry.status.flatMap((one) => known(one) ?? []),
  };
}

/** @throws ServiceError `UPAPI-900003-400` for the first value that breaks a rule, `UPAPI-900102-400` for the class */
export function checkValues(
  request: ExportRequest,
  schema: { readonly root: ObjectField; readonly event: ObjectField },
) {
  const { additionalFields, destination, fields, filter } = request;
  checkSegments(request);
  const qualified = filter?.segmentQualificationTime;
  checkPeriod('filter.segmentQualificationTime', 'startTime', qualified?.startTime, 'endTime', qualified?.endTime);
  instant('filter.fromIngestTimestamp', filter?.fromIngestTimestamp);
  const ingested = additionalFields?.eventList?.filter;
  checkPeriod(
    'additionalFields.eventList.filter',
    'fromIngestTimestamp',
    ingested?.fromIngestTimestamp,
    'toIngestTimestamp',
    ingested?.toIngestTimestamp,
  );
  checkFields('fields', fields, schema.root);
  checkFields('additionalFields.eventList.fields', additionalFields?.eventList?.fields, schema.event);
  if (destination.segmentPerBatch === true && filter?.segments === undefined) {
    throw invalidField('destination.segmentPerBatch', 'It needs filter.segments.');
  }
  className(request.schema);
}

function checkSegments({ filter }: ExportRequest): void {
  const segments = filter?.segments;
  if (segments === undefined) return;
  if (segments.length === 0 || segments.length > SEGMENT_LIMIT) {
    throw invalidField('filter.segments', `Give 1 to ${SEGMENT_LIMIT} entries, or leave it out for all profiles.`);
  }
  for (const [index, { status }] of segments.entries()) {
    const path = `filter.segments[${index}].status`;
    if (status?.length === 0) throw invalidField(path, 'Give at least one status.');
    const wrong = status?.find((one) => !EXPORTED_STATUSES.some((known) => known === one));
    if (wrong !== undefined) throw invalidField(path, `'${wrong}' is not one of ${EXPORTED_STATUSES.join(', ')}.`);
  }
}

function checkPeriod(
  path: string,
  startName: string,
  start: string | undefined,
  endName: string,
  end: string | undefined,
) {
  const from = instant(`${path}.${startName}`, start);
  const to = instant(`${path}.${endName}`, end);
  if (from !== undefined && to !== undefined && from > to) {
    throw invalidField(`${path}.${startName}`, `It is after ${endName}.`);
  }
}

/** A fraction of a second has up to nine digits (api-conventions.md section 10). */
const TOO_FINE = /\.[0-9]{10}/;

/** Epoch milliseconds of an RFC 3339 date-time. @throws ServiceError `UPAPI-900003-400` naming the path */
export function instant(path: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = TOO_FINE.test(text) ? Number.NaN : instantOfDateTime(text);
  if (Number.isNaN(time)) throw invalidField(path, `'${text}' is not a date-time such as 2026-01-31T08:00:00Z.`);
  return time;
}

function checkFields(path: string, list: string | undefined, schema: ObjectField): void {
  if (list === undefined) return;
  const unknown = unknownPaths(schema, fieldPaths(list));
  if (unknown.length > 0)
    throw invalidField(path, `The schema has no field ${unknown.map((one) => `'${one}'`).join(', ')}.`);
}
