import { join } from 'node:path';
import { ControlBatchLedger, countProfiles, ProfileImporter, profileMigrations } from '../../src/profiles/index.ts';
import { schemaMigrations } from '../../src/schema/tenant-field-repository.ts';
import { sandboxDatabase } from '../../src/store/columnar/identifier.ts';
import { openColumnar } from '../../src/store/columnar/open.ts';
import { openControl } from '../../src/store/control/control.ts';

// node import-child.ts DIRECTORY SANDBOX import|check
//
// Stands for the product in a process of its own, which the test kills. `import` says a line for each acknowledged import;
// `check` opens the stores again, recovers, and says what is there.

const [directory = '', sandboxId = '', mode = ''] = process.argv.slice(2);
const columnar = await openColumnar({ path: join(directory, 'columnar') });
const control = openControl(join(directory, 'control.db'));
await control.migrate([...profileMigrations, ...schemaMigrations]);
const workDirectory = join(directory, 'work');
const importer = new ProfileImporter({ columnar, control, now: Date.now, workDirectory, workers: 1 });
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

if (mode === 'import') {
  say({ started: true });
  await importer.importRecords(sandboxId, { files: [join(directory, 'records.ndjson')] });
  say({ acknowledged: 'records' });
  await importer.importEvents(sandboxId, { files: [join(directory, 'events.ndjson')] });
  say({ acknowledged: 'events' });
} else {
  await importer.prepare(sandboxId);
  const database = sandboxDatabase(sandboxId);
  const counts = await countProfiles(columnar, database);
  const [distinct] = await columnar.query(
    `SELECT uniqExact(id) AS events, (SELECT uniqExact(profile_no) FROM profiles FINAL) AS numbers,
       (SELECT max(profile_no) FROM profiles) AS highest,
       (SELECT count() FROM system.tables WHERE database = currentDatabase() AND name LIKE 'batch_%') AS staging
     FROM events`,
    { database },
  );
  const states = (await new ControlBatchLedger(control).list(sandboxId)).map(({ state }) => state);
  say({ counts, distinct, states });
}
await columnar.close();
await control.close();
