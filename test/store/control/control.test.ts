import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Migration, openControl } from '../../../src/store/control/control.ts';
import { NewerVersionError } from '../../../src/store/newer-version.ts';

type ThingTables = {
  thing: { id: string; flag: number; size: number | null };
};

const first: Migration = {
  module: 'things',
  version: 1,
  up: ['CREATE TABLE thing (id TEXT PRIMARY KEY, flag INTEGER NOT NULL) STRICT'],
};
const second: Migration = { module: 'things', version: 2, up: ['ALTER TABLE thing ADD COLUMN size INTEGER'] };

describe('control store', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'secant-control-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const path = () => join(directory, 'control.db');

  it('applies each migration once and keeps the data', async () => {
    const before = openControl(path());
    await before.migrate([first]);
    await before.db
      .withTables<{ thing: { id: string; flag: number } }>()
      .insertInto('thing')
      .values({ id: 'b', flag: 1 })
      .execute();
    await before.close();

    const after = openControl(path());
    await after.migrate([second, first]);
    await after.migrate([second, first]);
    const rows = await after.db.withTables<ThingTables>().selectFrom('thing').selectAll().orderBy('id').execute();
    expect(rows).toEqual([{ id: 'b', flag: 1, size: null }]);
    await after.close();
  });

  it('refuses a store that a newer program wrote', async () => {
    const newer = openControl(path());
    await newer.migrate([first, second]);
    await newer.close();
    const older = openControl(path());
    await expect(older.migrate([first])).rejects.toThrow(NewerVersionError);
    await older.close();
  });

  it('leaves nothing of a migration that fails half-way', async () => {
    const control = openControl(path());
    const broken: Migration = { module: 'things', version: 1, up: [first.up[0] ?? '', 'CREATE TABLE thing (id TEXT)'] };
    await expect(control.migrate([broken])).rejects.toThrow('already exists');
    await control.migrate([first]);
    expect(await control.db.withTables<ThingTables>().selectFrom('thing').select('id').execute()).toEqual([]);
    await control.close();
  });

  it('undoes a transaction whose body throws', async () => {
    const control = openControl(path());
    await control.migrate([first]);
    const things = control.db.withTables<{ thing: { id: string; flag: number } }>();
    const attempt = things.transaction().execute(async (trx) => {
      await trx.insertInto('thing').values({ id: 'x', flag: 0 }).execute();
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await things.selectFrom('thing').selectAll().execute()).toEqual([]);
    await control.close();
  });
});
