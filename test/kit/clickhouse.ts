import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveLibchdb } from 'chdb/libchdb';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { openColumnar } from '../../src/store/columnar/open.ts';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
}

const PROGRAM = fileURLToPath(new URL('./clickhouse-server.py', import.meta.url));

/** A statement that outlasts any test: the server lives for as long as its first query does. */
const WAIT =
  'SELECT sleepEachRow(3) FROM numbers(100000000) ' +
  'SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null';

/**
 * Starts a real ClickHouse server with a data directory of its own, from the library that the `chdb` package brings.
 * Needs `python3`, which loads the library into a process of its own.
 */
export async function startClickHouse(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'secant-clickhouse-'));
  const config = join(directory, 'config.xml');
  await writeFile(config, '<clickhouse><logger><level>error</level><console>1</console></logger></clickhouse>');
  const [tcp, http] = await Promise.all([freePort(), freePort()]);
  const child = spawn(
    'python3',
    [
      PROGRAM,
      resolveLibchdb().path,
      ...['--config-file', config, '--path', join(directory, 'data')],
      ...['--tcp_port', `${tcp}`, '--http_port', `${http}`, '--listen_host', '127.0.0.1'],
      ...['--query', `SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; ${WAIT}`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${http}`;
  try {
    await Promise.race([answers(url), failure(child)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: stop };
}

const FORMS = ['embedded', 'server'] as const;

/**
 * Runs a suite on both forms of the columnar store: embedded in the test process, and a server. One form will do for
 * what only the engine computes, which is the same in both.
 * `store()` gives the handle inside tests and hooks; each form starts empty.
 */
export function describeColumnar(
  name: string,
  suite: (store: () => Columnar) => void,
  forms: readonly Columnar['form'][] = FORMS,
): void {
  describe.each(forms)(`${name} (%s)`, (form) => {
    let columnar: Columnar | undefined;
    const cleanup = new AsyncDisposableStack();

    beforeAll(async () => {
      const path = await mkdtemp(join(tmpdir(), 'secant-columnar-'));
      cleanup.defer(() => rm(path, { recursive: true, force: true }));
      const url = form === 'server' ? cleanup.use(await startClickHouse()).url : undefined;
      const opened = await openColumnar({ path, url });
      cleanup.defer(() => opened.close());
      columnar = opened;
    });
    afterAll(() => cleanup.disposeAsync());

    suite(() => {
      if (columnar === undefined) throw new Error('The columnar store is open inside tests and hooks only');
      return columnar;
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}

async function answers(url: string): Promise<void> {
  const deadline = AbortSignal.timeout(30_000);
  for (;;) {
    const ready = await fetch(`${url}/ping`, { signal: deadline }).then(
      (response) => response.ok,
      () => deadline.aborted && Promise.reject(new Error('ClickHouse did not answer within 30 s')),
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Rejects when the process cannot start or ends. */
async function failure(child: ChildProcess): Promise<never> {
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output = `${output}${chunk}`.slice(-2000);
  });
  const [code] = await once(child, 'exit').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? new Error('The tests on a ClickHouse server need python3 (Debian and Ubuntu: apt-get install python3)')
      : error;
  });
  throw new Error(`ClickHouse ended with code ${code}: ${output}`);
}
