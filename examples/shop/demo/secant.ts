import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/secant', import.meta.url));

/** Runs one command of the command line to its end; what it prints is shown. Throws when it fails. */
export async function secant(...args: readonly string[]): Promise<void> {
  console.log(`\n$ secant ${args.join(' ')}`);
  const child = spawn(PROGRAM, args, { stdio: 'inherit' });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`secant ${args[0]} ended with ${signal ?? `exit code ${code}`}`);
}

export interface Server extends AsyncDisposable {
  readonly url: string;
  /** Resolves when the server has ended, by itself or by a signal. */
  readonly ended: Promise<void>;
}

/** Starts `secant serve` on a data directory and waits until it is ready. Disposing stops it. */
export async function startServer(dataDir: string, port: string): Promise<Server> {
  const args = ['serve', '--data-dir', dataDir, '--port', port, '--auth', 'none', '--log-level', 'warn'];
  console.log(`\n$ secant ${args.join(' ')}`);
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => undefined);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  const url = await Promise.race([readyUrl(child), ended]);
  if (url === undefined) throw new Error('The server ended before it was ready');
  return { url, ended, [Symbol.asyncDispose]: stop };
}

async function readyUrl(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/[^\s]+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  return undefined;
}
