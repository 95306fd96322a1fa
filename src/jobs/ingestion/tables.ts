import type { ExternalAudienceDetails, FieldType } from '../../audiences/external/details.ts';
import { UNMERGED } from '../../profiles/index.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import { identifier } from '../../store/columnar/identifier.ts';
import { fieldColumn } from './row-blocks.ts';

const TYPES: Readonly<Record<FieldType, string>> = {
  string: 'String',
  number: 'Float64',
  integer: 'Int64',
  long: 'Int64',
  boolean: 'Bool',
  date: 'Int64',
  datetime: 'Int64',
};

/** The rows of the dataset of an external audience; `run_no` and `row` tell which run brought a row, and its place there. */
export const datasetTable = (datasetId: string): string => `dataset_${datasetId}`;

/** The rows of a run that is going on. */
export const stagedTable = (jobId: string): string => `ingestion_${jobId.replaceAll('-', '')}_rows`;

/** What a run that is going on found of its identities. */
export const foundTable = (jobId: string): string => `ingestion_${jobId.replaceAll('-', '')}_found`;

/** Makes the table of a dataset; of rows with the same identity the last is kept, unless all are wanted. */
export async function createDatasetTable(
  columnar: Columnar,
  datasetId: string,
  { expressActivation, fields }: ExternalAudienceDetails,
  options: QueryOptions,
): Promise<void> {
  const columns = fields
    .filter(({ identityNs }) => identityNs === undefined)
    .map(({ name, type }) => `${identifier(fieldColumn(name))} Nullable(${TYPES[type]}), `);
  await columnar.command(
    `CREATE TABLE IF NOT EXISTS ${identifier(datasetTable(datasetId))} (
       identity String, ${columns.join('')}run_no UInt64, row UInt64,
       version UInt64 DEFAULT bitShiftLeft(run_no, 40) + row
     ) ENGINE = ReplacingMergeTree(version) ORDER BY (${expressActivation ? 'identity, run_no, row' : 'identity'})`,
    options,
  );
}

/** Makes an empty table for the rows of a run. */
export async function createStagedTable(
  columnar: Columnar,
  datasetId: string,
  jobId: string,
  runNo: number,
  options: QueryOptions,
): Promise<void> {
  const staged = identifier(stagedTable(jobId));
  await columnar.command(`DROP TABLE IF EXISTS ${staged} SYNC`, options);
  await columnar.command(`CREATE TABLE ${staged} AS ${identifier(datasetTable(datasetId))}`, options);
  await columnar.command(`ALTER TABLE ${staged} MODIFY SETTING ${UNMERGED}`, options);
  if (!Number.isSafeInteger(runNo)) throw new RangeError(`Not the number of a run: ${runNo}`);
  await columnar.command(`ALTER TABLE ${staged} MODIFY COLUMN run_no UInt64 DEFAULT ${runNo}`, options);
}

/**
 * Links the rows of a run into the dataset, unless that was deleted, and forgets the table that held them; safe to call
 * again.
 */
export async function publishRows(
  columnar: Columnar,
  datasetId: string,
  jobId: string,
  options: QueryOptions,
): Promise<void> {
  const staged = stagedTable(jobId);
  const dataset = datasetTable(datasetId);
  const tables = await columnar.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = {database:String} AND name IN {names:Array(String)}',
    { params: { database: options.database ?? '', names: [staged, dataset] } },
  );
  if (tables.length === 2) {
    const attach = `ALTER TABLE ${identifier(dataset)} ATTACH PARTITION tuple() FROM ${identifier(staged)}`;
    await columnar.command(attach, options);
  }
  await dropTable(columnar, staged, options);
}

export async function dropTable(columnar: Columnar, table: string, options: QueryOptions): Promise<void> {
  await columnar.command(`DROP TABLE IF EXISTS ${identifier(table)} SYNC`, options);
}
