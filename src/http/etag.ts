import type { FastifyReply, FastifyRequest } from 'fastify';
import { versionConflict } from './errors/catalogue.ts';

/** Sends a version tag (given without quotes) as `ETag` (api-conventions.md section 11). */
export function setEtag(reply: FastifyReply, etag: string): void {
  reply.header('etag', `"${etag}"`);
}

/**
 * The check of `If-Match` against the current tag (without quotes) of an entity: passes without the header, for `*`,
 * and when one of the listed tags is it.
 *
 * @throws ServiceError `UPAPI-900030-412` from the check
 */
export function ifMatch(request: FastifyRequest): (etag: string) => void {
  const header = request.headers['if-match']?.trim() ?? '';
  const tags = header.split(',').map((tag) => tag.trim().replace(/^"(.*)"$/, '$1'));
  return (etag) => {
    if (header !== '' && header !== '*' && !tags.includes(etag)) throw versionConflict(tags.join(', '), etag);
  };
}
