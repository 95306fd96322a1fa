import type { Config } from '../config/settings.ts';
import { CommandError } from './failure.ts';

/** What the server answered; never an error answer. */
export interface ApiAnswer<T> {
  readonly body: T;
  readonly header: (name: string) => string | undefined;
}

/** The HTTP API, of a server or of this process. */
export interface ApiClient {
  /** @throws CommandError with what the API says is wrong */
  call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<ApiAnswer<T>>;
}

/** Sends one request to wherever the API is. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TransportAnswer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | undefined;
}

/** An API client with the credentials, organization and sandbox of the configuration. */
export function apiClient(config: Config, transport: Transport): ApiClient {
  const credentials = {
    authorization: `Bearer ${config.accessToken}`,
    'x-api-key': config.apiKey,
    'x-gw-ims-org-id': config.org,
    'x-sandbox-name': config.sandbox,
  };
  return {
    async call<T>(method: 'GET' | 'POST', path: string, body?: object) {
      const { status, text, header } = await transport({
        method,
        path,
        headers: body === undefined ? credentials : { ...credentials, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (status >= 400) throw new CommandError(problemOf(status, text));
      const answer: T = JSON.parse(text);
      return { body: answer, header };
    },
  };
}

/** Requests to a server. */
export function httpTransport(url: string): Transport {
  const origin = url.replace(/\/+$/, '');
  return async ({ method, path, headers, body }) => {
    let response: Response;
    try {
      response = await fetch(origin + path, { method, headers, ...(body !== undefined && { body }) });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CommandError(`The server at ${url} cannot be reached: ${cause}`);
    }
    return {
      status: response.status,
      text: await response.text(),
      header: (name) => response.headers.get(name) ?? undefined,
    };
  };
}

/** The messages of an error answer, whatever its envelope. */
function problemOf(status: number, text: string): string {
  try {
    const { errors, message, detail } = JSON.parse(text);
    const entries: unknown[] = Object.values(errors ?? {}).flat();
    const messages = entries.map((entry) => String(Reflect.get(Object(entry), 'message')));
    return messages.length > 0 ? messages.join('\n') : (message ?? detail ?? `The server answered ${status}.`);
  } catch {
    return `The server answered ${status}.`;
  }
}
