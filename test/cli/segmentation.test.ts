import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, type RunningServer, secant, serve, temporaryDirectory } from './kit.ts';

describe('secant query and secant run', () => {
  let directory: string;
  let data: string[];
  let server: RunningServer;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    data = ['--data-dir', join(directory, 'data')];
    const file = join(directory, 'profiles.ndjson');
    const profiles = ['Utrecht', 'Basel', 'Utrecht', 'Oslo'].map((city, index) =>
      JSON.stringify({ identityMap: { CRMID: [{ id: `c${index}`, primary: true }] }, homeAddress: { city } }),
    );
    await writeFile(file, profiles.join('\n'));
    expect(await secant(['import', 'profiles', file, ...data])).toMatchObject({ code: 0, stderr: '' });
    server = await serve(join(directory, 'data'));
    for (const { name, value } of [
      { name: 'Utrecht', value: 'homeAddress.city = "Utrecht"' },
      { name: 'Nobody', value: 'homeAddress.city = "Nowhere"' },
    ]) {
      const body = { name, expression: { value }, schema: { name: '_xdm.context.profile' } };
      await clientOf(server).post('/data/core/ups/segment/definitions', { body });
    }
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const table = (line: string) => line.trim().split(/ {2,}/);

  it('asks a server', async () => {
    const at = ['--url', server.url];
    const { code, stdout, stderr } = await secant(['query', 'homeAddress.city = "Utrecht"', ...at]);
    expect([code, stderr]).toEqual([0, '']);
    const [first, , header, ...rows] = stdout.trimEnd().split('\n');
    expect(first).toMatch(/^2 of 4 profiles \(50\.00 %\) in \d+ ms$/);
    expect(table(header ?? '')).toEqual(['Namespace', 'Identity', 'homeAddress.city']);
    expect(rows.map(table).toSorted()).toEqual([
      ['CRMID', 'c0', 'Utrecht'],
      ['CRMID', 'c2', 'Utrecht'],
    ]);

    const json = await secant(['query', 'true', '--limit', '1', '--json', ...at]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      count: 4,
      totalProfiles: 4,
      share: 1,
      sample: [{ namespace: 'CRMID' }],
    });
  });

  it('runs audiences on a server and prints who entered', async () => {
    const at = ['--url', server.url];
    const first = await secant(['run', ...at]);
    expect([first.code, first.stderr]).toEqual([0, '']);
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines.slice(0, 3).map(table).toSorted()).toEqual([
      ['Audience', 'Members', 'Share', 'Entered', 'Left'],
      ['Nobody', '0', '0.00 %', '0', '0'],
      ['Utrecht', '2', '50.00 %', '2', '0'],
    ]);
    expect(lines.at(-1)).toMatch(/^4 profiles in /);

    const again = await secant(['run', 'Utrecht', '--json', ...at]);
    const job = JSON.parse(again.stdout);
    const [{ segmentId }] = job.segments;
    expect(job.metrics.segmentedProfileByStatusCounter[segmentId]).toEqual({ realized: 0, existing: 2, exited: 0 });
  });

  it.each<[name: string, args: string[], message: string]>([
    ['a mistake in an expression', ['query', 'homeAddress.city = '], 'line 1, column'],
    ['an unknown audience', ['run', 'Everybody'], "no audience with the id or name 'Everybody'"],
    ['a sample that is too large', ['query', 'true', '--limit', '1000'], "'limit' is not valid"],
    ['an unknown sandbox', ['query', 'true', '--sandbox', 'other'], 'Sandbox other is not found.'],
  ])('fails clearly at %s', async (_name, args, message) => {
    const { code, stdout, stderr } = await secant([...args, '--url', server.url]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });

  it('says when a server cannot be reached', async () => {
    const { code, stderr } = await secant(['query', 'true', '--url', 'http://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(stderr).toContain('The server at http://127.0.0.1:1 cannot be reached');
  });

  it('does the same on the data directory when no server has it', async () => {
    await server.stop('SIGTERM');
    const query = await secant(['query', 'homeAddress.city = "Utrecht"', ...data]);
    expect(query).toMatchObject({ code: 0, stderr: '' });
    expect(query.stdout).toMatch(/^2 of 4 profiles/);
    const run = await secant(['run', '--json', ...data]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'SUCCEEDED', metrics: { totalProfiles: 4 } });
  });
});
