import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  boundsOf,
  createMembershipTables,
  estimateOf,
  runBatch,
  type SampleCount,
} from '../../../src/evaluation/index.ts';
import type { Layout } from '../../../src/pql/clickhouse/layout.ts';
import { compileQuery, type QuerySchema } from '../../../src/pql/index.ts';
import { ensureColumns } from '../../../src/profiles/tables/attribute-columns.ts';
import { profileTableMigrations } from '../../../src/profiles/tables/migrations.ts';
import { attributeColumns } from '../../../src/schema/columns.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { migrateColumnar } from '../../../src/store/columnar/migrations.ts';
import { openColumnar } from '../../../src/store/columnar/open.ts';

/*
 * Whether the intervals keep what they promise. The profiles of a store are divided by their keys into parts of equal
 * size, as samples and their portions are; from each part the sizes of many audiences are estimated and compared with
 * the true ones. Attributes and events are random, and every audience has its own, so cases are nearly independent.
 *
 * If intervals hold the truth in 95 % of independent cases, the share among 2,400 of them has a standard deviation of
 * 0.45 %: the limits of 93 and 97 % are more than four of these away. Everything is made by formulas from numbers: it is
 * the same in every run.
 */

const PROFILES = 20_000;
const SAMPLE = 2_000;
const AUDIENCES = 240;
const CASES = (AUDIENCES * PROFILES) / SAMPLE;
const EVENTS_A_TYPE = 1_500;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const DATABASE = 'interval';

const number = { kind: 'scalar', type: 'double' } as const;
const schema: QuerySchema = {
  root: {
    kind: 'object',
    fields: Object.fromEntries(Array.from({ length: 2 * AUDIENCES }, (_, index) => [`a${index}`, number])),
  },
  event: {
    kind: 'object',
    fields: {
      timestamp: { kind: 'scalar', type: 'date-time' },
      eventType: { kind: 'scalar', type: 'string' },
      value: number,
    },
  },
};
const layout: Layout = {
  profile: attributeColumns(schema.root),
  event: attributeColumns(schema.event).filter(({ name }) => name !== '/timestamp'),
};

/** Numbers in [0, 1) that look random, the same in every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** Audiences of all sizes: conditions on one or two attributes, and on events of one type. */
function randomAudiences(): readonly string[] {
  const numbers = randomNumbers(20_261_122);
  const share = () => numbers.next().value.toFixed(3);
  return Array.from({ length: AUDIENCES }, (_, index) => {
    const [first, second] = [`a${2 * index} < ${share()}`, `a${2 * index + 1} < ${share()}`];
    const forms = [
      first,
      `${first} and not ${second}`,
      `${first} or ${second}`,
      `xEvent.exists(eventType = "type ${index}" and value < ${share()})`,
    ];
    return forms[index % forms.length] ?? first;
  });
}

async function fill(columnar: Columnar): Promise<void> {
  await migrateColumnar(columnar, DATABASE, profileTableMigrations);
  await createMembershipTables(columnar, DATABASE);
  await ensureColumns(columnar, DATABASE, 'profiles', layout.profile);
  await ensureColumns(columnar, DATABASE, 'events', layout.event);
  const random = (seed: number) => `(cityHash64(number, ${seed}) % 1000003) / 1000003`;
  const names = layout.profile.map(({ name }) => `\`${name}\``);
  const attributes = layout.profile.map((_, index) => random(index));
  await columnar.command(
    `INSERT INTO profiles (ns, id, profile_no, ${names.join(', ')})
     SELECT 'Email', toString(number), number + 1, ${attributes.join(', ')} FROM numbers(${PROFILES})`,
    { database: DATABASE },
  );
  await columnar.command(
    `INSERT INTO events (ns, identity, id, timestamp, event_type, \`/eventType\`, \`/value\`)
     SELECT 'Email', toString(cityHash64(number, 'who') % ${PROFILES}), toString(number), ${NOW},
       concat('type ', toString(number % ${AUDIENCES})) AS type, type, ${random(-1)}
     FROM numbers(${AUDIENCES * EVENTS_A_TYPE})`,
    { database: DATABASE },
  );
}

/** The true size of an audience, and what one part of the store tells of it. */
interface Case {
  readonly size: number;
  readonly count: SampleCount;
}

async function cases(columnar: Columnar): Promise<readonly Case[]> {
  const audiences = randomAudiences().map((text, index) => {
    const { ir, diagnostics } = compileQuery(text, { schema });
    if (ir === undefined) throw new Error(`${text}: ${JSON.stringify(diagnostics)}`);
    return { id: `${index}`, expression: ir, excludeOptOut: false };
  });
  const run = { database: DATABASE, audiences, layout, now: NOW, runNo: 1, heads: new Map(), persist: false };
  const { failures, results } = await runBatch(columnar, run, async function* () {});
  expect(failures).toEqual([]);
  const sizes = new Map(results.map(({ id, members }) => [id, members]));
  const rows = await columnar.query<{ id: string; matched: string }>(
    `SELECT audience.id AS id, bitmapAndCardinality(audience.members, part.members) AS matched
     FROM (
       SELECT audience_id AS id, groupBitmapMergeState(members) AS members
       FROM membership_bitmaps WHERE run_no = 1 GROUP BY id
     ) AS audience
     CROSS JOIN (
       SELECT no, groupBitmapState(profile_no) AS members FROM (
         SELECT profile_no, intDiv(row_number() OVER (ORDER BY profile_key) - 1, ${SAMPLE}) AS no FROM profiles
       ) GROUP BY no
     ) AS part`,
    { database: DATABASE },
  );
  return rows.map(({ id, matched }) => ({
    size: sizes.get(id) ?? 0,
    count: { totalRows: PROFILES, profilesRead: SAMPLE, profilesMatched: Number(matched) },
  }));
}

describe('the interval of an estimate', () => {
  const directory = mkdtempSync(join(tmpdir(), 'secant-interval-'));
  let columnar: Columnar;
  let all: readonly Case[];
  beforeAll(async () => {
    columnar = await openColumnar({ path: directory });
    await fill(columnar);
    all = await cases(columnar);
    expect(all).toHaveLength(CASES);
  });
  afterAll(async () => {
    await columnar.close();
    rmSync(directory, { recursive: true });
  });

  const percent = (held: readonly boolean[]) => (100 * held.filter((one) => one).length) / held.length;

  it('holds the true size in 93 to 97 % of the cases, where the normal distribution is good enough', () => {
    const usual = all.filter(({ count: { profilesMatched: m, profilesRead: r } }) => m >= 10 && r - m >= 10);
    expect(usual.length).toBeGreaterThan(0.9 * CASES);
    const held = usual.map(({ count, size }) => {
      const { estimatedSize, standardError } = estimateOf(count);
      return Math.abs(estimatedSize - size) <= 1.96 * standardError;
    });
    expect(percent(held)).toBeGreaterThanOrEqual(93);
    expect(percent(held)).toBeLessThanOrEqual(97);
  });

  it('holds it in 93 to 97 % of all cases as it is displayed', () => {
    const held = all.map(({ count, size }) => {
      const { lower, upper } = boundsOf(count);
      return lower <= size && size <= upper;
    });
    expect(percent(held)).toBeGreaterThanOrEqual(93);
    expect(percent(held)).toBeLessThanOrEqual(97);
  });

  it('is as wide as it must be: errors are spread as the standard error says', () => {
    const usual = all.filter(({ count: { profilesMatched: m, profilesRead: r } }) => m >= 100 && r - m >= 100);
    const squares = usual.map(({ count, size }) => {
      const { estimatedSize, standardError } = estimateOf(count);
      return ((estimatedSize - size) / standardError) ** 2;
    });
    const spread = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(spread).toBeGreaterThan(0.9);
    expect(spread).toBeLessThan(1.1);
  });
});
