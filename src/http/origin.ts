import type { FastifyRequest } from 'fastify';

/** Origin of absolute URLs: `publicBaseUrl`, else what the request was sent to (api-conventions.md section 1). */
export function originOf(request: FastifyRequest, publicBaseUrl: string | undefined): string {
  return publicBaseUrl ?? `${request.protocol}://${request.host}`;
}
