import { type Static, type TSchema, Type } from 'typebox';
import { notFound, ServiceError } from '../errors.ts';
import type { RequestContext } from './context.ts';
import { bulkItemNotFound } from './errors/envelopes.ts';

const Element = Type.Union([Type.Object({ id: Type.String() }), Type.String()]);

/** The body of every bulk-get: the documented shape and the two that clients also send (api-conventions.md section 12). */
export const BulkGetBody = Type.Union([
  Type.Object({ ids: Type.Array(Element, { description: '1 to 100 ids.' }) }),
  Type.Array(Type.String()),
]);

/** Envelope F. */
const ItemErrorBody = Type.Object(
  {
    requestId: Type.String(),
    errors: Type.Record(Type.String(), Type.Array(Type.Object({ code: Type.Integer(), message: Type.String() }))),
  },
  { $id: 'ItemError' },
);

/** The answer of a bulk-get: by id as it was asked for. */
export const bulkGetAnswer = (resource: TSchema) =>
  Type.Object({ results: Type.Record(Type.String(), Type.Union([resource, ItemErrorBody])) });

const LIMIT = 100;

/**
 * Answers a bulk-get, to be sent with status 207: the resources found in the order asked, the others as errors.
 *
 * @param find gets ids in lower case, each once, and answers resources by such an id
 * @throws ServiceError `UPAPI-113015-400` for 0 or more than 100 ids, `UPAPI-113000-404` when none is found
 */
export async function bulkGet<T>(
  body: Static<typeof BulkGetBody>,
  context: Pick<RequestContext, 'requestId'>,
  find: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
) {
  const elements = Array.isArray(body) ? body : body.ids;
  const ids = elements.map((element) => (typeof element === 'string' ? element : element.id));
  if (ids.length === 0 || ids.length > LIMIT) {
    throw new ServiceError('UPAPI-113015-400', 'The number of requested IDs is invalid. Cannot be 0 or exceed 100.');
  }
  const found = await find([...new Set(ids.map((id) => id.toLowerCase()))]);
  if (found.size === 0) throw notFound([...new Set(ids)]);
  const answer = (id: string) => found.get(id.toLowerCase()) ?? bulkItemNotFound(context.requestId);
  return { results: Object.fromEntries(ids.map((id) => [id, answer(id)])) };
}
