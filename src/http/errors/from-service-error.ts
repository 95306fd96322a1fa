import type { ServiceError } from '../../errors.ts';
import { ApiError, type ErrorEntry } from './api-error.ts';

/** Documented codes whose entries carry the integer status instead of the code (api-conventions.md section 5, B). */
const INTEGER_CODES: ReadonlySet<string> = new Set([
  'UPLIB-101206-500',
  'UPLIB-101554-503',
  'UPAPI-113434-400',
  'UPAPI-113430-404',
  'UPAPI-113631-403',
  'UPAPI-113740-403',
]);

/** Section 16: what is busy or out of reach now may be asked again after some seconds. */
const RETRY = { 'retry-after': '5' };

/** A refusal of the product's rules as an answer in envelope B. */
export function fromServiceError(error: ServiceError, headers: Readonly<Record<string, string>> = {}): ApiError {
  const entryCode = INTEGER_CODES.has(error.code) ? error.status : error.code;
  const details = error.details.map((message): ErrorEntry => ({ code: entryCode, message }));
  return new ApiError({
    envelope: 'service',
    status: error.status,
    code: error.code,
    entries: [{ code: entryCode, message: error.message }, ...details],
    title: error.title,
    headers: { ...(error.status === 503 && RETRY), ...headers },
  });
}
