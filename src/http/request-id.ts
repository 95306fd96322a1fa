import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ACCEPTED = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's `x-request-id` when it is acceptable, else a fresh one (api-conventions.md section 2.2). */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && ACCEPTED.test(given.trim())) return given.trim();
  return newRequestId();
}

/** 32 characters `[A-Za-z0-9]`. */
export const newRequestId = (): string => randomUUID().replaceAll('-', '');
