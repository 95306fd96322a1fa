import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secant, temporaryDirectory } from './kit.ts';

const SPEC = fileURLToPath(new URL('../specification/', import.meta.url));

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
    ['[]', 'line 1: the row must be object'],
    ['{"id": "x"}', 'the row must have required properties expression, profile, expect'],
    ['{"id": "x", "expression": 5, "profile": {}, "expect": {"value": 1}}', 'expression must be string'],
    ['{"id": "x", "expression": "1", "profile": {}, "expect": {"error": "oops"}}', 'line 1: expect'],
    ['{"id": "x", "expression": "1", "profile": {}, "expect": {"value": 1}, "now": "soon"}', 'now must match format'],
  ])('refuses a file with %s', async (line, message) => {
    const file = join(directory, 'bad.ndjson');
    await writeFile(file, line);
    const { code, stderr } = await secant(['pql', 'test', file]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  it('runs the rows on ClickHouse, and tells what SQL could not decide', async () => {
    const file = join(directory, 'on-clickhouse.ndjson');
    const rows = [
      { id: 'sql', expression: 'age > 3', profile: { age: 4 }, expect: { value: true } },
      { id: 'value', expression: 'tags.head()', profile: { tags: ['a', 'b'] }, expect: { value: 'a' } },
      { id: 'rest', expression: 'a != "" and a.matches(b)', profile: { a: 'xy', b: 'Y' }, expect: { value: false } },
      { id: 'untyped', expression: 'a = 1', profile: { a: ['x', 1] }, expect: { value: true } },
      { id: 'invalid', expression: 'age >', profile: {}, expect: { error: 'parse' } },
      { id: 'wrong', expression: 'age > 3', profile: { age: 4 }, expect: { value: false } },
      { id: 'wrong value', expression: 'age + 1', profile: { age: 4 }, expect: { value: 6 } },
    ];
    await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
    const { code, stdout } = await secant(['pql', 'test', file, '--engine', 'clickhouse', '--plan']);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        'rest: a != "" and a.matches(b)\n  a pattern that is not constant: b',
        'untyped: a = 1\n  a holds values of several types',
        'wrong: age > 3\n  expected {"value":false}\n  actual   {"value":true,"evaluation":"pushdown"}',
        'wrong value: age + 1\n  expected {"value":6}\n  actual   {"value":"another one","evaluation":"pushdown"}',
        '5 passed, 2 differ; 5 run on ClickHouse, 4 (80.00 %) pushed down completely\n',
      ].join('\n'),
    );
  });

  it('plans an expression', async () => {
    const expression =
      'homeAddress.city = "a" and personID.matches(repositoryCreatedBy) and xEvent[eventType = "b"].count() > 2';
    const { code, stdout } = await secant(['pql', 'plan', expression]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/ +/g, ' ')).toBe(
      [
        'SQL can decide 2 of 3 conditions; the evaluator decides for each profile that SQL selects.',
        'Condition SQL Events',
        'homeAddress.city = "a" yes',
        'personID.matches(repositoryCreatedBy) no: a pattern that is not constant',
        'xEvent[eventType = "b"].count() > 2 yes leaf_1, of any time',
        '',
        "Selected: (ifNull(`/homeAddress/city` = 'a', false) AND test_1)",
        'test_1: (leaf_1 > 2.)',
        "leaf_1: toFloat64(countIf(ifNull(`/eventType` = 'b', false))), events of b\n",
      ].join('\n'),
    );
    const { stdout: json } = await secant(['pql', 'plan', '--json', expression]);
    expect(JSON.parse(json)).toMatchObject({
      parts: [{ span: { start: 0, end: 22 } }, { reason: {} }, { leaves: ['leaf_1'] }],
      residual: { reason: { construct: 'a pattern that is not constant' }, loadsEvents: true },
    });
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
