/** One problem of an error answer. */
export interface ApiErrorEntry {
  readonly code: string;
  readonly message: string;
}

/** What the client knows of a request that failed. */
export interface FailedRequest {
  readonly method: string;
  /** With the query, without the origin. */
  readonly path: string;
}

/** An answer that is an error, whatever its envelope (api-conventions.md section 5), or none of the API at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly request: FailedRequest;
  readonly status: number;
  /** Such as `UPAPI-113000-404` or `403010`; undefined for an answer without one, as of a proxy. */
  readonly code: string | undefined;
  /** All problems, the general one first; never empty. Its messages are the message of this error. */
  readonly entries: readonly ApiErrorEntry[];
  readonly headers: Headers;
  /** Id of the request in the log of the server. */
  readonly requestId: string | undefined;
  /** The body as JSON, or as text where it is none. */
  readonly body: unknown;

  constructor(request: FailedRequest, { headers, status }: Pick<Response, 'headers' | 'status'>, body: unknown) {
    const code = codeOf(body);
    const entries = entriesOf(body, code, status);
    super(entries.map(({ message }) => message).join('\n'));
    this.request = request;
    this.status = status;
    this.code = code;
    this.entries = entries;
    this.headers = headers;
    this.requestId = headers.get('x-request-id') ?? undefined;
    this.body = body;
  }
}

/** No answer, or only a part of one: the server cannot be reached, or the connection broke. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly request: FailedRequest;

  constructor(request: FailedRequest, baseUrl: string, cause: unknown) {
    super(`The server at ${baseUrl} cannot be reached: ${reasonOf(cause)}`, { cause });
    this.request = request;
  }
}

/** No answer in time. Whether the server has done what it was asked is not known. */
export class RequestTimeoutError extends Error {
  override readonly name = 'RequestTimeoutError';
  readonly request: FailedRequest;

  constructor(request: FailedRequest, timeoutMs: number) {
    super(`${request.method} ${request.path} had no answer within ${timeoutMs} ms.`);
    this.request = request;
  }
}

/** Something that was waited for has not ended in time; it goes on. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  /** What was seen last. */
  readonly last: unknown;

  constructor(timeoutMs: number, last: unknown) {
    super(`There was no end within ${timeoutMs} ms.`);
    this.last = last;
  }
}

const TYPE = 'https://ns.adobe.com/aep/errors/';

function codeOf(body: unknown): string | undefined {
  const type = textOf(body, 'type');
  if (type?.startsWith(TYPE)) return type.slice(TYPE.length);
  return textOf(body, 'error_code') ?? entryCodes(body).find((code) => code.includes('-'));
}

/** `errors` has one key, the status. Where there is none the whole body is the one problem. */
function entriesOf(body: unknown, code: string | undefined, status: number): readonly ApiErrorEntry[] {
  const entries = listOf(body).map((entry) => ({
    code: textOf(entry, 'code') ?? String(status),
    message: textOf(entry, 'message') ?? '',
  }));
  if (entries.length > 0) return entries;
  const message = textOf(body, 'message') ?? textOf(body, 'detail') ?? textOf(body, 'title');
  const other =
    status < 400 ? `The server answered ${status}, but not as the API does.` : `The server answered ${status}.`;
  return [{ code: code ?? String(status), message: message ?? other }];
}

const entryCodes = (body: unknown): readonly string[] => listOf(body).flatMap((entry) => textOf(entry, 'code') ?? []);

function listOf(body: unknown): readonly unknown[] {
  return Object.values(Object(memberOf(body, 'errors'))).flat();
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' || typeof member === 'number' ? String(member) : undefined;
}

/** Node tells the reason in the cause of what `fetch` throws. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
