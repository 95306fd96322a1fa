import { expect, it } from 'vitest';
import { identifier, literal, sandboxDatabase } from '../../../src/store/columnar/identifier.ts';
import { type ColumnarMigration, migrateColumnar } from '../../../src/store/columnar/migrations.ts';
import { NewerVersionError } from '../../../src/store/newer-version.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';

const FIRST: ColumnarMigration = {
  module: 'pets',
  version: 1,
  up: ['CREATE TABLE IF NOT EXISTS cats (name String) ENGINE = MergeTree ORDER BY name'],
};
const SECOND: ColumnarMigration = {
  module: 'pets',
  version: 2,
  up: ['ALTER TABLE cats ADD COLUMN IF NOT EXISTS age UInt8', "INSERT INTO cats VALUES ('Tom', 3)"],
};

describeColumnar('migrations of a sandbox', (store) => {
  const database = sandboxDatabase('0b0e7f5e-5a3c-4c57-9a5b-0a4a86f8e001');

  it('runs each step once, in order, whatever the order of the list', async () => {
    await migrateColumnar(store(), database, [FIRST]);
    await migrateColumnar(store(), database, [SECOND, FIRST]);
    await migrateColumnar(store(), database, [SECOND, FIRST]);
    expect(await store().query('SELECT * FROM cats', { database })).toEqual([{ name: 'Tom', age: 3 }]);
  });

  it('refuses a database of a newer version, and steps with a gap', async () => {
    await expect(migrateColumnar(store(), database, [FIRST])).rejects.toThrow(NewerVersionError);
    await expect(migrateColumnar(store(), database, [{ ...SECOND, module: 'dogs' }])).rejects.toThrow('1 to 1');
  });

  it('keeps sandboxes apart', async () => {
    const other = sandboxDatabase('0b0e7f5e-5a3c-4c57-9a5b-0a4a86f8e002');
    await migrateColumnar(store(), other, [FIRST]);
    expect(await store().query('SELECT * FROM cats', { database: other })).toEqual([]);
  });

  it.each(['', 'x; DROP', '0B0E7F5E-5A3C-4C57-9A5B-0A4A86F8E001'])('takes %j for no sandbox', (id) => {
    expect(() => sandboxDatabase(id)).toThrow('Not the id of a sandbox');
  });

  it('quotes names and texts so that they stay one token', async () => {
    const text = "it's \\ `x` \n{a:String}";
    const sql = `SELECT ${literal(text)} AS ${identifier(text)}`;
    expect(await store().query(sql)).toEqual([{ [text]: text }]);
    expect(() => identifier('')).toThrow('Not a usable name');
  });
});
