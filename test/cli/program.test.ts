import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { secant, temporaryDirectory } from './kit.ts';

const COMMANDS = ['serve', 'import', 'query', 'run', 'schema', 'pql', 'config'];

describe('secant', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await temporaryDirectory();
  });

  it('explains itself', async () => {
    const { code, stdout, stderr } = await secant(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
  });

  it.each<[args: string[], message: string]>([
    [['nonsense'], "unknown command 'nonsense'"],
    [['serve', '--nonsense'], "unknown option '--nonsense'"],
    [['query'], "missing required argument 'pql'"],
    [['query', 'true', '--format', 'sql'], 'Allowed choices are pql/text, pql/json'],
    [['query', 'true', '--limit', 'five'], 'It must be a whole number.'],
    [['schema', 'show', 'orders'], 'Allowed choices are profile, event'],
    [['serve', '--port', 'http'], '--port: http\n    Must be an integer from 0 to 65535.'],
    [['serve', '--config', '/nonexistent.json'], 'Must be a readable JSON file'],
    [['serve', '--data-dir', 'x'], 'Needs either jwksUrl or jwtKeyFile'],
  ])('secant %j is wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await secant(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('takes flags over environment over file, and hides secrets', async () => {
    const file = join(directory, 'secant.json');
    await writeFile(file, JSON.stringify({ port: 1, tenantId: '_file', clickhousePassword: 'hunter2' }));
    const { code, stdout } = await secant(['config', '--config', file], { PORT: '2', LOG_LEVEL: 'warn' });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ port: 2, tenantId: '_file', logLevel: 'warn', host: '127.0.0.1' });
    expect(stdout).not.toContain('hunter2');
  });

  it('writes no colours where no terminal is', async () => {
    const { stderr } = await secant(['schema', 'declare', 'profile', 'x:nothing', '--data-dir', directory]);
    expect(stderr).toMatch(/^error: There is no type 'nothing'/);
  });

  it('declares fields and shows them', async () => {
    const at = ['--data-dir', directory];
    const declared = await secant([
      'schema',
      'declare',
      'profile',
      'scores.churn:double',
      '_acme.tags:array of string',
      '--tenant-id',
      '_acme',
      ...at,
    ]);
    expect(declared).toMatchObject({ code: 0, stderr: '' });
    const again = await secant(['schema', 'declare', 'profile', '_acme.scores.churn:string', ...at]);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain("'_acme.scores.churn' is not valid");
    const { stdout } = await secant(['schema', 'show', 'profile', '--own', '--json', ...at]);
    expect(JSON.parse(stdout)).toEqual([
      { path: '_acme.scores.churn', type: 'double', origin: 'declared' },
      { path: '_acme.tags', type: 'array of string', origin: 'declared' },
    ]);
    const all = await secant(['schema', 'show', 'event', ...at]);
    expect(all.stdout).toMatch(/^Field +Type +Origin\n/);
    expect(all.stdout).toMatch(/\neventType +string +standard\n/);
  });

  it('checks an expression, and marks what is wrong in it', async () => {
    const good = await secant(['pql', 'check', 'homeAddress.city = "Utrecht"', '--typed']);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(/^homeAddress\.city = "Utrecht"\n/);
    const bad = await secant(['pql', 'check', 'homeAddress.city = ']);
    expect(bad).toMatchObject({ code: 1, stdout: '' });
    expect(bad.stderr).toMatch(/^error: .*line 1, column 20/);
  });
});
