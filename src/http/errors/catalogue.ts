import { invalidField, ServiceError } from '../../errors.ts';
import { ApiError, type TenantInfo } from './api-error.ts';
import { fromServiceError } from './from-service-error.ts';

/**
 * The errors that belong to HTTP and not to a resource, with the wording of api-conventions.md sections 2.1, 3.3 and
 * 6. What the rules of the product refuse is a `ServiceError`.
 */

/** Rows 1 to 8 of section 2.1; the status is the start of `errorCode`. */
export function gatewayError(errorCode: string, message: string, headers: Record<string, string> = {}): ApiError {
  const status = Number(errorCode.slice(0, 3));
  return new ApiError({
    envelope: 'gateway',
    status,
    code: errorCode,
    entries: [{ code: errorCode, message }],
    headers,
  });
}

export function invalidPath(path: string): ServiceError {
  return new ServiceError('UPAPI-900001-400', `The path '${path}' is not valid. It is not percent-encoded UTF-8.`);
}

export function pathNotFound(path: string): ServiceError {
  return new ServiceError('UPAPI-900050-404', `The path ${path} does not exist.`);
}

export function methodNotAllowed(method: string, allowed: readonly string[]): ApiError {
  const error = new ServiceError('UPAPI-900051-405', `The method ${method} is not supported for this path.`);
  return fromServiceError(error, { allow: allowed.join(', ') });
}

export function bodyTooLarge(): ServiceError {
  return new ServiceError('UPAPI-900052-413', 'The request body is too large.');
}

export function headTooLarge(): ServiceError {
  return new ServiceError('UPAPI-900053-431', 'The request line and the headers are too large.');
}

export function notHttp(): ServiceError {
  return new ServiceError('UPAPI-900054-400', 'The request is not valid HTTP.');
}

export function tooSlow(): ServiceError {
  return new ServiceError('UPAPI-900055-408', 'The request did not arrive in time.');
}

export function unexpected(): ServiceError {
  return new ServiceError('UPAPI-900060-500', 'An unexpected error occurred.');
}

/** A store is unreachable, or the server is stopping. */
export function unavailable(cause?: unknown): ApiError {
  const code = 'UPAPI-900061-503';
  const entries = [{ code, message: 'The service is unavailable.' }] as const;
  return new ApiError({ envelope: 'service', status: 503, code, entries, headers: { 'retry-after': '5' }, cause });
}

/** `supplied` is the client's `If-Match`, `current` the version on the entity. */
export function versionConflict(supplied: string, current: string): ServiceError {
  return new ServiceError(
    'UPAPI-900030-412',
    `Supplied version=[${supplied}] does not match the current version on entity=[${current}]`,
  );
}

export function invalidPatch(index: number, reason: string): ServiceError {
  return new ServiceError('UPAPI-900070-400', `The patch operation at index ${index} is not valid. ${reason}`);
}

/** Values that have the right type but break a rule of the request's schema. */
export function invalidFields(problems: readonly { readonly path: string; readonly reason: string }[]): ServiceError {
  const [first = '', ...details] = problems.map(({ path, reason }) => invalidField(path, reason).message);
  return new ServiceError('UPAPI-900003-400', first, { details });
}

export function sandboxNotFound(name: string): ServiceError {
  return new ServiceError('UPAPI-900010-404', `Sandbox ${name} is not found.`);
}

export function sandboxNotActive(name: string): ServiceError {
  return new ServiceError('UPAPI-900011-409', `Sandbox ${name} is not active.`);
}

/** `UPAPI-900012-400`: the sandbox headers. */
export function invalidSandbox(message: string): ServiceError {
  return new ServiceError('UPAPI-900012-400', message);
}

/** `UPAPI-900013-400` and `UPAPI-900014-400`: one of the other optional headers. */
export function invalidHeader(code: 'UPAPI-900013-400' | 'UPAPI-900014-400', name: string): ServiceError {
  return new ServiceError(code, `Header ${name} is not valid.`);
}

/** `uri` names the collection or the item (section 3.3). */
export function permissionDenied(uri: string, action: 'READ' | 'WRITE'): ServiceError {
  const resources = JSON.stringify([{ resource: { uri, labels: [] }, action }]);
  return new ServiceError('UPAPI-113752-403', `Permission denied on some resources. errorMessage=${resources}`);
}

/** Envelope C: a scope of `requiredScopes` is missing from the token. */
export function insufficientScope(tenantInfo: TenantInfo): ApiError {
  const code = 'UPAPI-900015-403';
  const entries = [{ code, message: 'Insufficient permissions' }] as const;
  return new ApiError({ envelope: 'report', status: 403, code, entries, tenantInfo });
}

/** Envelope D: the request has a `Content-Type` that is never read as JSON. */
export function invalidContentType(): ApiError {
  const code = 'BadRequestError';
  const entries = [{ code, message: 'A valid content-type must be specified' }] as const;
  return new ApiError({ envelope: 'placeholder', status: 400, code, entries });
}
