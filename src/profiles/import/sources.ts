import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { openEmbedded } from '../../store/columnar/embedded.ts';
import { literal } from '../../store/columnar/identifier.ts';
import { withPlainPath } from '../../store/columnar/plain-path.ts';
import { SourceError } from '../source/error.ts';
import { inspectSource, type SourceFile } from '../source/source-file.ts';

/** A file to import, by the name that the caller knows it by. */
export interface NamedSource {
  readonly name: string;
  readonly file: SourceFile;
}

/** The files as text files: Parquet is rewritten as JSON lines in `directory`. @throws {SourceError} */
export async function textSources(
  paths: readonly string[],
  directory: string,
  columnar: Columnar,
): Promise<readonly NamedSource[]> {
  const found = await Promise.all(paths.map(inspectSource));
  const sources: NamedSource[] = [];
  for (const [index, source] of found.entries()) {
    if (source.format === 'parquet') {
      const path = join(directory, `parquet-${index}.ndjson`);
      sources.push({ name: source.path, file: await jsonOfParquet(source.path, path, columnar) });
    } else {
      sources.push({ name: source.path, file: source });
    }
  }
  return sources;
}

/** Absent and null are the same in Parquet, so nulls are left out. */
const JSON_SETTINGS = {
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_skip_null_value_in_named_tuples: 1,
  output_format_json_named_tuples_as_objects: 1,
  session_timezone: 'UTC',
};

async function jsonOfParquet(parquet: string, path: string, columnar: Columnar): Promise<SourceFile> {
  try {
    await withPlainPath(parquet, (input) => withPlainPath(path, (output) => rewrite(input, output, columnar)));
  } catch (error) {
    throw new SourceError(parquet, `is not a Parquet file that can be read: ${message(error)}`, { cause: error });
  }
  const { size } = await stat(path);
  return { path, format: 'json', compression: 'none', size };
}

async function rewrite(parquet: string, json: string, columnar: Columnar): Promise<void> {
  const sql = `INSERT INTO FUNCTION file(${literal(json)}, 'JSONEachRow') SELECT * FROM file(${literal(parquet)}, 'Parquet')`;
  if (columnar.form === 'embedded') return columnar.command(sql, { settings: JSON_SETTINGS });
  // A server does not see this machine's files; the embedded engine is free to read them.
  const engine = await openEmbedded({ path: `${json}.engine` });
  await engine.command(sql, { settings: JSON_SETTINGS }).finally(() => engine.close());
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
