import { type Clock, systemClock } from './clock.ts';
import { ApiError, type FailedRequest, NetworkError, RequestTimeoutError } from './errors.ts';
import type { Answer, Arguments, Data, Method, PathWith, RequestOptions } from './operations.ts';
import { type RequestParts, urlOf } from './request.ts';
import { DEFAULT_RETRY, type RetryPolicy, retrying } from './retry.ts';

export interface ClientOptions {
  /** Origin of the server, such as `https://segments.example.org`; what stands before `/data/core`. */
  readonly baseUrl: string;
  /** Access token, or what gets one for every request. */
  readonly token: string | (() => string | Promise<string>);
  /** Client id of the caller. */
  readonly apiKey: string;
  /** Organization id. */
  readonly organization: string;
  /** Name of the sandbox; the default production sandbox when absent. */
  readonly sandbox?: string;
  /** Milliseconds that one try of a request may take; a minute when absent. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** Sends a request; the `fetch` of the platform when absent. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly clock?: Clock;
}

/** Calls an operation of the API by its path; the types of its input and of its answer are those of `/openapi.json`. */
export type Call<M extends Method> = <P extends PathWith<M>>(
  path: P,
  ...input: Arguments<M, P>
) => Promise<Answer<Data<M, P>>>;

/**
 * The API with the credentials of one caller. Calls throw ApiError for an error answer, NetworkError or
 * RequestTimeoutError without an answer, and the reason of their signal.
 */
export interface Client {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
  /** For paths that are known at run time only: `T` is what the caller takes the answer for. */
  request<T>(method: Method, path: string, input?: RequestParts & RequestOptions): Promise<Answer<T>>;
  readonly clock: Clock;
}

const MINUTE = 60_000;

/** A client of a server. It holds no connection and needs no closing. */
export function createClient(options: ClientOptions): Client {
  const { clock = systemClock, fetch = globalThis.fetch, timeoutMs: usualTimeout = MINUTE } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const retry = { ...DEFAULT_RETRY, ...options.retry };

  async function headersOf({ body, headers }: RequestParts & RequestOptions): Promise<Record<string, string>> {
    const token = typeof options.token === 'string' ? options.token : await options.token();
    return {
      authorization: `Bearer ${token}`,
      'x-api-key': options.apiKey,
      'x-gw-ims-org-id': options.organization,
      ...(options.sandbox !== undefined && { 'x-sandbox-name': options.sandbox }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
  }

  async function request<T>(method: Method, path: string, input: RequestParts & RequestOptions = {}) {
    const { body, signal, timeoutMs = usualTimeout } = input;
    const sent = { method: method.toUpperCase(), path: urlOf(path, input) };
    const attempt = async (): Promise<Answer<T>> => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const message = new Request(baseUrl + sent.path, {
        method: sent.method,
        headers: await headersOf(input),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      let response: Response;
      let text: string;
      try {
        response = await fetch(message);
        text = await response.text();
      } catch (error) {
        signal?.throwIfAborted();
        throw timeout.aborted ? new RequestTimeoutError(sent, timeoutMs) : new NetworkError(sent, baseUrl, error);
      }
      return answerOf<T>(sent, response, text);
    };
    return retrying(sent.method, attempt, retry, clock, signal);
  }

  const call =
    <M extends Method>(method: M): Call<M> =>
    (path, ...[input]) =>
      request(method, path, input);

  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    request,
    clock,
  };
}

/** @throws ApiError, also for a success that is not one of the API, as of a page that stands at the address */
function answerOf<T>(sent: FailedRequest, response: Response, text: string): Answer<T> {
  const { headers, ok, status } = response;
  const body = read(headers.get('content-type') ?? '', text);
  if (!ok || body === undefined) throw new ApiError(sent, response, body === undefined ? text : body.data);
  return { data: body.data, status, headers, requestId: headers.get('x-request-id') ?? undefined };
}

/** A body as its type says; undefined where the API has no such bodies. */
function read(type: string, text: string) {
  if (text === '') return { data: undefined };
  if (type.startsWith('text/plain')) return { data: text };
  try {
    return /\bjson\b/.test(type) ? { data: JSON.parse(text) } : undefined;
  } catch {
    return undefined;
  }
}
