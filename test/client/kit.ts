import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Client, type ClientOptions, type Clock, createClient } from '../../src/client/index.ts';

/** What a server does with one request. */
export type Reaction =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** Breaks the connection, or never answers. */
  | 'break'
  | 'hang';

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** A server that reacts to the first request as the first reaction says, and so on; the last one is for all others. */
export async function scriptedServer(...script: readonly Reaction[]): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const reaction = script[Math.min(received.length, script.length - 1)];
    const { headers, method, url } = request;
    received.push({ method, url, headers, body: await text(request) });
    if (reaction === undefined || reaction === 'break') request.socket.destroy();
    else if (reaction !== 'hang') {
      const { body, status } = reaction;
      const isText = typeof body === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...reaction.headers });
      response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A clock that passes sleeps at once and notes how long they were, in milliseconds. */
export function fastClock() {
  const slept: number[] = [];
  let now = Date.parse('2026-03-02T08:00:00Z');
  const clock: Clock = {
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  return { clock, slept };
}

/** A client whose tries are spread by nothing. */
export function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    baseUrl,
    token: 'secret',
    apiKey: 'client',
    organization: 'ORG@AdobeOrg',
    ...options,
    retry: { random: () => 1, ...options.retry },
  });
}
