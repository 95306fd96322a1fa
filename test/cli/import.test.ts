import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { secant, temporaryDirectory } from './kit.ts';

describe('secant import', () => {
  let directory: string;
  let at: string[];
  const profile = (id: string, more = {}) =>
    JSON.stringify({ identityMap: { CRMID: [{ id, primary: true }] }, ...more });
  beforeAll(async () => {
    directory = await temporaryDirectory();
    at = ['--data-dir', join(directory, 'data')];
  });

  async function write(name: string, lines: readonly string[]): Promise<string> {
    const path = join(directory, name);
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }

  it('imports what is valid, shows what it inferred, and writes the rest with its reasons', async () => {
    const file = await write('profiles.ndjson', [
      profile('1', { _acme: { tier: 'gold' } }),
      profile('2'),
      '{"person":{}}',
      '{',
    ]);
    const rejects = join(directory, 'rejects.ndjson');
    const { code, stdout, stderr } = await secant(['import', 'profiles', file, '--rejects', rejects, ...at]);
    expect(code).toBe(0);
    expect(stderr).toBe('Inferred 1 field from 3 rows:\n  _acme.tier  string\n');
    expect(stdout).toMatch(/^Imported 2 of 4 profiles in .* rows\/s\); 2 new profiles\n2 rows were rejected, see /);
    expect(stdout).toMatch(/NO_IDENTITY +1 +line 3: /);
    const written = (await readFile(rejects, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(written.map((reject) => [reject.line, reject.code, reject.raw])).toEqual([
      [3, 'NO_IDENTITY', '{"person":{}}'],
      [4, 'MALFORMED', '{'],
    ]);
  });

  it('takes columns of a CSV file as identities and fields', async () => {
    const file = await write('people.csv', ['customer,city', '7,Utrecht', ',Basel']);
    const args = ['--namespace', 'customer=CRMID,primary', '--map', 'city=homeAddress.city', '--json'];
    const rejects = join(directory, 'people.rejects');
    const { code, stdout } = await secant(['import', 'profiles', file, '--rejects', rejects, ...args, ...at]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 2,
      accepted: 1,
      rejectedBy: { NO_IDENTITY: 1 },
      newProfiles: 1,
      rejectsFile: rejects,
    });
  });

  it('changes nothing in a dry run', async () => {
    const file = await write('events.ndjson', [
      JSON.stringify({
        identityMap: { CRMID: [{ id: '1' }] },
        timestamp: '2026-01-01T00:00:00Z',
        eventType: 'web.webpagedetails.pageViews',
      }),
    ]);
    const first = await secant(['import', 'events', file, '--dry-run', '--json', ...at]);
    const second = await secant(['import', 'events', file, '--json', ...at]);
    expect(JSON.parse(first.stdout)).not.toHaveProperty('batchId');
    expect(JSON.parse(second.stdout)).toMatchObject({ accepted: 1, batchId: expect.any(String) });
  });

  it.each<[name: string, args: string[], message: string]>([
    ['a missing file', ['import', 'profiles', '/nonexistent.ndjson'], '/nonexistent.ndjson: there is no such file'],
    ['an unknown format', ['import', 'profiles', 'data.xlsx'], 'data.xlsx'],
    ['a bad mapping', ['import', 'profiles', 'x.csv', '--map', 'city'], '--map city: must have the form COLUMN=PATH'],
    [
      'a bad namespace',
      ['import', 'profiles', 'x.csv', '--namespace', 'a=B,first'],
      'must have the form COLUMN=NAMESPACE',
    ],
    ['an unknown sandbox', ['import', 'profiles', 'x.csv', '--sandbox', 'other'], "no sandbox 'other'"],
  ])('fails clearly at %s', async (_name, args, message) => {
    const { code, stdout, stderr } = await secant([...args, ...at]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('bug');
  });
});
