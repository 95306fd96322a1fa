import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/settings.ts';
import { createApp, type RegisterRoutes } from '../../src/http/app.ts';
import { sandboxMigrations } from '../../src/sandboxes/migrations.ts';
import { Sandboxes } from '../../src/sandboxes/sandboxes.ts';
import { openControl } from '../../src/store/control/control.ts';

export const ORG = '5F1A2B3C4D5E6F7A8B9C0D1E@AdobeOrg';
/** The credentials that `authMode` none asks for. */
export const CREDENTIALS = { authorization: 'Bearer token', 'x-api-key': 'client', 'x-gw-ims-org-id': ORG };

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly sandboxes: Sandboxes;
  /** What the server logged. */
  readonly log: Record<string, unknown>[];
  readonly clock: { now: number };
  stopping: boolean;
  /** A request with `CREDENTIALS`, which `headers` override; an undefined header is left out. */
  call(path: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as it is when text or bytes, else as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is empty. */
  readonly body: unknown;
}

/** A real server on a free port, with a real control store in a directory of its own. */
export async function startServer(
  config: Partial<Config> = {},
  register: RegisterRoutes = async () => {},
): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'secant-http-'));
  const control = openControl(join(directory, 'control.db'));
  await control.migrate(sandboxMigrations);
  const sandboxes = new Sandboxes(control);
  const log: Record<string, unknown>[] = [];
  const state = { stopping: false };
  const clock = { now: Date.parse('2026-03-02T08:00:00Z') };
  const app = await createApp(
    {
      config: { ...loadConfig({}), authMode: 'none', ...config },
      sandboxes,
      logger: pino({ level: 'trace' }, { write: (line) => void log.push(JSON.parse(line)) }),
      version: '0.0.0',
      now: () => clock.now,
      isStopping: () => state.stopping,
    },
    register,
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    sandboxes,
    log,
    clock,
    get stopping() {
      return state.stopping;
    },
    set stopping(value) {
      state.stopping = value;
    },
    call: (path, options) => call(url + path, options),
    async [Symbol.asyncDispose]() {
      await app.close();
      await control.close();
      await rm(directory, { recursive: true });
    },
  };
}

export async function call(url: string, { method = 'GET', headers = {}, body }: CallOptions = {}): Promise<Answer> {
  const given = Object.entries({ ...CREDENTIALS, ...headers }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const payload =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: given,
    ...(payload !== undefined && {
      body: typeof payload === 'string' ? new TextEncoder().encode(payload) : Buffer.from(payload),
    }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
