import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ImportOptions,
  NamespaceRepository,
  ProfileImporter,
  profileMigrations,
} from '../../src/profiles/index.ts';
import { schemaMigrations } from '../../src/schema/tenant-field-repository.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { sandboxDatabase } from '../../src/store/columnar/identifier.ts';
import { openControl } from '../../src/store/control/control.ts';

/** The instant at which imports of tests happen. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** A new sandbox with an importer whose clock stands still. */
export async function newSandbox(columnar: Columnar, { workers = 1, directoryName = 'secant-import-' } = {}) {
  const directory = mkdtempSync(join(tmpdir(), directoryName));
  const control = openControl(':memory:');
  await control.migrate([...profileMigrations, ...schemaMigrations]);
  const sandboxId = randomUUID();
  const database = sandboxDatabase(sandboxId);
  const clock = { now: NOW };
  const importer = new ProfileImporter({
    columnar,
    control,
    now: () => clock.now,
    workDirectory: directory,
    workers,
  });

  /** Writes a file; objects become JSON lines. */
  const file = async (name: string, content: string | Uint8Array | readonly object[]) => {
    const path = join(directory, name);
    const isBytes = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(path, isBytes ? content : content.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return path;
  };
  const options = (rest: Omit<ImportOptions, 'files'> = {}) => rest;
  return {
    control,
    sandboxId,
    database,
    clock,
    directory,
    importer,
    file,
    records: async (content: string | Uint8Array | readonly object[], rest = options(), name = 'records.ndjson') =>
      importer.importRecords(sandboxId, { files: [await file(name, content)], ...rest }),
    events: async (content: string | Uint8Array | readonly object[], rest = options(), name = 'events.ndjson') =>
      importer.importEvents(sandboxId, { files: [await file(name, content)], ...rest }),
    query: <T>(sql: string) => columnar.query<T>(sql, { database }),
    namespaces: () => new NamespaceRepository(control).directory(sandboxId),
  };
}

/** A record of the person `C-<n>` of the namespace CRMID. */
export const person = (n: number | string, rest: object = {}) => ({
  identityMap: { CRMID: [{ id: `C-${n}`, primary: true }] },
  ...rest,
});

/** An event of that person, `minutes` before {@link NOW}. */
export const event = (id: string, n: number | string, minutes: number, rest: object = {}) => ({
  _id: id,
  timestamp: new Date(NOW - minutes * 60_000).toISOString(),
  ...person(n),
  ...rest,
});
