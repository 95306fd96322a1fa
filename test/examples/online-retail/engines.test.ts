import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOW, RETAIL_AUDIENCES } from '../../../examples/online-retail/audiences.ts';
import { convert, type PlatformData } from '../../../examples/online-retail/convert.ts';
import { createMembershipTables, readMembers, runBatch } from '../../../src/evaluation/index.ts';
import { loadEntities, ProfileImporter, profileMigrations, readLayout } from '../../../src/profiles/index.ts';
import { schemaMigrations } from '../../../src/schema/tenant-field-repository.ts';
import type { Columnar } from '../../../src/store/columnar/columnar.ts';
import { sandboxDatabase } from '../../../src/store/columnar/identifier.ts';
import { openControl } from '../../../src/store/control/control.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';
import { sharedTests } from '../../kit/shared.ts';
import { compile } from './compile.ts';
import { expectedMembers } from './expected.ts';
import { type Shopper, shoppersOf } from './shoppers.ts';
import { allRows } from './source.ts';

/** A few wholesale invoices have hundreds of products, and are larger than events may be unless one says so. */
const MAX_EVENT_BYTES = 100 * 1024;

const SANDBOX = '6d4f1d3e-0000-4000-8000-000000000001';

describe.skipIf(sharedTests.areLeftOut)(`online retail (${sharedTests.note})`, () => {
  describeColumnar('imported and evaluated', (store) => {
    let shoppers: ReadonlyMap<string, Shopper>;
    const members = new Map<string, readonly string[]>();
    beforeAll(async () => {
      const rows = await allRows();
      const data = await convert(rows);
      shoppers = shoppersOf(rows);
      await importAll(store(), data);
      for (const [name, ids] of await evaluateAll(store())) members.set(name, ids);
    }, 120_000);

    it.each(RETAIL_AUDIENCES)('$name', ({ name }) => {
      expect(members.get(name)).toEqual(expectedMembers(name, shoppers));
    });
  });
});

async function importAll(columnar: Columnar, data: PlatformData): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'secant-retail-'));
  const control = openControl(':memory:');
  try {
    await control.migrate([...schemaMigrations, ...profileMigrations]);
    const importer = new ProfileImporter({ columnar, control, now: () => NOW });
    const files = {
      profiles: await write(join(directory, 'profiles.ndjson'), data.profiles),
      events: await write(join(directory, 'events.ndjson'), data.events),
    };
    const records = await importer.importRecords(SANDBOX, { files: [files.profiles] });
    const events = await importer.importEvents(SANDBOX, { files: [files.events], maxSize: MAX_EVENT_BYTES });
    expect(records.accepted).toBe(data.profiles.length);
    expect([events.accepted, events.rejectedBy]).toEqual([data.events.length, {}]);
  } finally {
    await control.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function write(path: string, records: readonly object[]): Promise<string> {
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

/** Evaluates all audiences in one run; their names are their ids. */
async function evaluateAll(columnar: Columnar): Promise<ReadonlyMap<string, readonly string[]>> {
  const database = sandboxDatabase(SANDBOX);
  await createMembershipTables(columnar, database);
  const audiences = RETAIL_AUDIENCES.map((audience) => ({
    id: audience.name,
    expression: compile(audience),
    excludeOptOut: true,
  }));
  const layout = await readLayout(columnar, database);
  const run = { database, audiences, layout, now: NOW, runNo: 1, heads: new Map() };
  const { failures } = await runBatch(columnar, run, loadEntities);
  expect(failures).toEqual([]);
  const heads = new Map(audiences.map(({ id }) => [id, 1]));
  const found = new Map<string, readonly string[]>();
  for (const { id } of audiences) {
    const page = await readMembers(columnar, database, heads, { audienceId: id, limit: 10_000 });
    found.set(id, page.map((member) => member.id).sort());
  }
  return found;
}
