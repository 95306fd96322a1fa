import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SHOP_AUDIENCES } from '../../examples/shop/audiences.ts';
import { CALLER } from '../../examples/shop/demo/api.ts';
import { createClient } from '../../src/client/index.ts';

let directory: string;
let running: ChildProcess | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secant-demo-'));
});
afterEach(async () => {
  // A demo that a failed expectation left running ends as Ctrl-C ends it, with its server.
  if (running?.exitCode === null) {
    running.kill('SIGINT');
    await once(running, 'exit');
  }
  running = undefined;
  await rm(directory, { recursive: true, force: true });
});

const demo = (...flags: readonly string[]) =>
  spawn(process.execPath, ['examples/shop/demo.ts', '--data-dir', directory, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

it('shows who is in which audience and serves until it is stopped', { timeout: 120_000 }, async () => {
  const child = demo('--profiles', '400', '--events', '8000');
  running = child;
  const lines: string[] = [];
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    url ??= /^Secant runs at (\S+) until/.exec(line)?.[1];
    if (line.includes('--json')) break;
  }
  for (const { name } of SHOP_AUDIENCES) {
    const row = lines.find((line) => line.startsWith(name) && / m?s$/.test(line));
    expect(row?.slice(name.length)).toMatch(/^ +[\d,]+ +\d+\.\d\d % +[\d.]+ m?s$/);
  }
  const members = lines.flatMap((line) => /([\d,]+) +\d+\.\d\d % +[\d.]+ m?s$/.exec(line)?.[1] ?? []);
  expect(members.some((count) => Number(count.replaceAll(',', '')) > 0)).toBe(true);

  const client = createClient({ baseUrl: url ?? '', ...CALLER });
  const { data } = await client.get('/data/core/ups/segment/definitions');
  expect(data.page.totalCount).toBe(SHOP_AUDIENCES.length);

  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('refuses a directory that holds something', async () => {
  const child = spawn(process.execPath, ['examples/shop/demo.ts', '--data-dir', 'examples'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let message = '';
  child.stderr.on('data', (chunk) => {
    message += chunk;
  });
  const [code] = await once(child, 'close');
  expect({ code, message }).toEqual({ code: 1, message: '--data-dir examples is not empty\n' });
});
