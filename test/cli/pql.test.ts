import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secant, temporaryDirectory } from './kit.ts';

const SPEC = fileURLToPath(new URL('../../../shared/spec/', import.meta.url));

describe('secant pql', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await temporaryDirectory();
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each([
    [['test', `${SPEC}pql-conformance.ndjson`], '609 passed, 0 differ'],
    [['test', `${SPEC}pql-conformance.ndjson`, '--engine', 'javascript'], '609 passed, 0 differ'],
    [['eligibility', `${SPEC}eligibility.ndjson`], '94 passed, 0 differ'],
    [['print', 'a.b=1 AND (c)'], 'a.b = 1 and c'],
  ])('%j', async (args, printed) => {
    expect(await secant(['pql', ...args])).toEqual({ code: 0, stdout: `${printed}\n`, stderr: '' });
  });

  it('prints each row that differs, and fails', async () => {
    const file = join(directory, 'rules.ndjson');
    const rows = [
      { id: 'right', expression: 'age > 3', profile: { age: 4 }, expect: { value: true } },
      { id: 'wrong', expression: 'age > 3', profile: { age: 4 }, expect: { value: false } },
      { id: 'broken', expression: 'age >', profile: {}, expect: { value: false } },
    ];
    await writeFile(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n\n`);
    const { code, stdout, stderr } = await secant(['pql', 'test', file]);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        'wrong: age > 3\n  expected {"value":false}\n  actual   {"value":true}',
        'broken: age >\n  expected {"value":false}\n  actual   {"error":"parse"}',
        '1 passed, 2 differ\n',
      ].join('\n'),
    );
    expect(stderr).toContain('2 rows differ.');
  });

  it.each([
    ['{"id": 1', 'line 1'],
    ['{"id": "x"}', 'a member of the row is missing'],
  ])('refuses a file with %s', async (line, message) => {
    const file = join(directory, 'bad.ndjson');
    await writeFile(file, line);
    const { code, stderr } = await secant(['pql', 'test', file]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  it('marks the place of an error', async () => {
    const { code, stderr } = await secant(['pql', 'check', 'homeAddress.city == "Utrecht"']);
    expect(code).toBe(1);
    expect(stderr).toBe(
      [
        `error: mismatched input '==' expecting '=' (line 1, column 18); write = to compare`,
        '  homeAddress.city == "Utrecht"',
        '                   ^^\n',
      ].join('\n'),
    );
  });
});
