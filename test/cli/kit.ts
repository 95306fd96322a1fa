import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '../../src/client/index.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/secant', import.meta.url));

/** What a command did. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `bin/secant` to its end. The environment has only what is given, and what finding programs takes. */
export async function secant(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const child = start(args, env);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Everything on standard output until now. */
  readonly lines: readonly string[];
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<Finished>;
}

/** Starts `secant serve --auth none` on a free port and waits until it says that it is ready. */
export async function serve(dataDir: string, ...args: readonly string[]): Promise<RunningServer> {
  const child = start(['serve', '--auth', 'none', '--port', '0', '--data-dir', dataDir, ...args], {});
  const lines: string[] = [];
  const stderr = text(child.stderr);
  const closed = once(child, 'close');
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  await Promise.race([once(output, 'line'), closed]);
  const url = /http:\S+/.exec(lines[0] ?? '')?.[0];
  if (url === undefined) throw new Error(`The server did not start: ${await stderr}`);
  const stop = async (signal: NodeJS.Signals): Promise<Finished> => {
    child.kill(signal);
    await closed;
    return { code: child.exitCode, stdout: lines.join('\n'), stderr: await stderr };
  };
  return {
    url,
    process: child,
    lines,
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await stop('SIGKILL');
    },
  };
}

/** A client with the credentials that the command line has without any settings. */
export const clientOf = ({ url }: Pick<RunningServer, 'url'>): Client =>
  createClient({ baseUrl: url, token: 'x', apiKey: 'x', organization: 'secant@local' });

export const temporaryDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'secant-cli-'));

function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(PROGRAM, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}
