import { className, PROFILE_CLASS } from '../../audiences/content.ts';
import { MOST_PROBLEMS, malformed, noUsableValue, ServiceError } from '../../errors.ts';
import { distinctIds, type JobRequest } from './job.ts';

const IDS_LIMIT = 1500;

/** The two bodies of `POST /segment/jobs` with their shapes checked (api-segmentation.md section 3.4). */
export interface ParsedRequest {
  /** Its ids are as the client wrote them. */
  readonly request: JobRequest;
  /** The class altId. */
  readonly schemaName: string;
}

/**
 * Reads form (a), a list of `{segmentId}`, or form (b), an object with `segments` and `schema`.
 *
 * @throws ServiceError `UPLIB-101206-500`, `UPAPI-900201-400`, `UPAPI-900102-400`
 */
export function parseJobRequest(body: unknown): ParsedRequest {
  if (Array.isArray(body)) return { request: requestOf(segmentIds(body, '')), schemaName: PROFILE_CLASS };
  if (!isObject(body)) throw malformed();
  const schema = body.schema ?? {};
  if (!isObject(schema)) throw malformed([noUsableValue('schema', 'java.util.Map')]);
  const name = schema.name ?? undefined;
  if (name !== undefined && typeof name !== 'string')
    throw malformed([noUsableValue('schema.name', 'java.lang.String')]);
  if (!Array.isArray(body.segments)) throw malformed([noUsableValue('segments', 'java.util.List')]);
  const request = requestOf(segmentIds(body.segments, 'segments'));
  return { request, schemaName: className({ name: name ?? PROFILE_CLASS }) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function segmentIds(list: readonly unknown[], path: string): string[] {
  const ids: string[] = [];
  const problems: string[] = [];
  for (const [index, entry] of list.entries()) {
    const id = isObject(entry) ? entry.segmentId : undefined;
    if (typeof id === 'string') ids.push(id);
    else if (problems.length < MOST_PROBLEMS)
      problems.push(noUsableValue(`${path}[${index}].segmentId`, 'java.lang.String'));
  }
  if (problems.length > 0) throw malformed(problems);
  return ids;
}

function requestOf(ids: readonly string[]): JobRequest {
  if (ids.includes('*')) return { kind: 'all' };
  if (ids.length === 0 || ids.length > IDS_LIMIT) {
    throw new ServiceError(
      'UPAPI-900201-400',
      `The number of requested segments is invalid. Cannot be 0 or exceed ${IDS_LIMIT}. Use "*" to evaluate all segments.`,
    );
  }
  return { kind: 'ids', ids: distinctIds(ids) };
}
