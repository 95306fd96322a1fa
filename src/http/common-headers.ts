import type { FastifyReply, FastifyRequest } from 'fastify';

/** The headers of every response (api-conventions.md section 1). */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'content-type': 'application/json;charset=utf-8',
    'x-request-id': request.id,
    'cache-control': 'no-store',
  });
}
