import type { FastifyReply, FastifyRequest } from 'fastify';

/** The headers of every response (api-conventions.md section 1). */
export const commonHeaders = (requestId: string) => ({
  'content-type': 'application/json;charset=utf-8',
  'x-request-id': requestId,
  'cache-control': 'no-store',
});

export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(commonHeaders(request.id));
}
