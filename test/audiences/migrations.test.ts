import { CompiledQuery } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { AudienceRepository, oneOf } from '../../src/audiences/audience-repository.ts';
import { audienceMigrations } from '../../src/audiences/migrations.ts';
import { type AudienceTables, selectAudiences } from '../../src/audiences/rows.ts';
import { openControl } from '../../src/store/control/control.ts';

const control = openControl(':memory:');
afterAll(() => control.close());

it('makes audiences of the definitions of the first version, in their order', async () => {
  await control.migrate(audienceMigrations.filter(({ version }) => version === 1));
  const columns = `id, sandbox_id, name, name_key, description, expression_format, expression_value, schema_name,
    merge_policy_id, batch, continuous, synchronous, exclude_opt_out, profile_instance_id, ttl_in_days, lifecycle_state,
    create_epoch, update_epoch, baseline_time, etag`;
  const rows = [
    `('b', 's', 'Second', 'second', NULL, 'pql/text', 'inSegment("a")', '_xdm.context.profile', 'mp', 1, 0, 0, 1, 'ups', '"40"', 'published', 10, 11, 12, 'e1')`,
    `('a', 's', 'First', 'first', 'text', 'pql/json', '{}', '_xdm.context.profile', 'mp', 0, 1, 1, 0, 'x', NULL, 'draft', 10, 10, NULL, 'e2')`,
  ];
  for (const row of rows) await run(`INSERT INTO segment_definition (${columns}) VALUES ${row}`);
  await run(`INSERT INTO audience_reference VALUES ('b', 'a')`);

  await control.migrate(audienceMigrations);
  const repository = new AudienceRepository(control);
  expect(await repository.all('s')).toEqual([
    {
      id: 'b',
      audienceId: 'b',
      type: 'SegmentDefinition',
      namespace: 'AEPSegments',
      originName: 'REAL_TIME_CUSTOMER_PROFILE',
      name: 'Second',
      expression: { type: 'PQL', format: 'pql/text', value: 'inSegment("a")' },
      schema: { name: '_xdm.context.profile' },
      mergePolicyId: 'mp',
      evaluationInfo: { batch: { enabled: true }, continuous: { enabled: false }, synchronous: { enabled: false } },
      dataGovernancePolicy: { excludeOptOut: true },
      overridePerformanceWarnings: false,
      ttlInDays: '40',
      profileInstanceId: 'ups',
      lifecycleState: 'published',
      createdBy: 'system',
      lastModifiedBy: 'system',
      createdAt: 10_000_000,
      updatedAt: 11_000_000,
      dependencies: ['a'],
      etag: 'e1',
      baselineTime: 12,
    },
    expect.objectContaining({
      id: 'a',
      description: 'text',
      expression: { type: 'PQL', format: 'pql/json', value: '{}' },
      evaluationInfo: { batch: { enabled: false }, continuous: { enabled: true }, synchronous: { enabled: true } },
      dataGovernancePolicy: { excludeOptOut: false },
      profileInstanceId: 'x',
      lifecycleState: 'draft',
      createdAt: 10_000_001,
      dependencies: [],
    }),
  ]);
  expect((await repository.dependents('s', 'a')).map(({ id }) => id)).toEqual(['b']);
});

it('finds audiences by their ids without reading the whole sandbox', async () => {
  const db = control.db.withTables<AudienceTables>();
  const { parameters, sql } = selectAudiences(db, 's')
    .where(oneOf('audience.id', ['a']))
    .compile();
  const { rows } = await db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]),
  );
  expect(rows[0]?.detail).toMatch(/^SEARCH audience USING INDEX \w+ \(sandbox_id=\? AND id=\?\)$/);
});

const run = (statement: string) => control.db.executeQuery(CompiledQuery.raw(statement));
