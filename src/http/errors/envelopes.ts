import type { ApiError, Envelope, ErrorEntry } from './api-error.ts';

/** The one place where errors become bodies (api-conventions.md section 5). Key order is as documented. */
export function renderError(error: ApiError, requestId: string): unknown {
  return RENDERERS[error.envelope](error, requestId);
}

const RENDERERS: Readonly<Record<Envelope, (error: ApiError, requestId: string) => unknown>> = {
  gateway: (error) => ({ error_code: error.code, message: error.message }),
  service: (error, requestId) => serviceBody(error, error.entries, requestId),
  detailed: (error, requestId) => ({
    ...serviceBody(error, error.entries.slice(0, 1), requestId),
    detail: error.entries
      .slice(1)
      .map(({ message }) => message)
      .join(' '),
  }),
  report: (error, requestId) => ({
    type: typeUri(error),
    title: error.title,
    status: error.status,
    report: { tenantInfo: error.tenantInfo, additionalContext: { 'request-id': requestId } },
    'error-chain': [],
  }),
  placeholder: (error) => ({
    type: '/placeholder/type/uri',
    status: error.status,
    title: error.code,
    detail: error.message,
  }),
  short: (error, requestId) => ({ requestId, errors: { [error.status]: error.entries } }),
  profile: ({ code, entries, message, status }) => {
    const details = entries.slice(1).map((entry) => entry.message);
    return { message, ...(status !== 404 && { cause: details.join(' ') || code }), statusCode: String(status) };
  },
};

function serviceBody(error: ApiError, entries: readonly ErrorEntry[], requestId: string) {
  return {
    requestId,
    errors: { [error.status]: entries },
    type: typeUri(error),
    title: error.title,
    status: error.status,
  };
}

function typeUri(error: ApiError): string {
  return `https://ns.adobe.com/aep/errors/${error.code}`;
}

/** Envelope F: the value of an id that bulk-get did not find. */
export function bulkItemNotFound(requestId: string): unknown {
  return { requestId, errors: { '404': [{ code: 404, message: 'Not found.' }] } };
}

/** Envelope H. */
export const acknowledgement = (message: string) => ({ status: true, message });
