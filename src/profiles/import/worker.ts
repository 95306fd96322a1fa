import { join } from 'node:path';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { type ObjectField, object } from '../../schema/node.ts';
import type { ByteRange } from '../native/bytes.ts';
import { csvRows } from '../source/csv.ts';
import { jsonRows } from '../source/json-rows.ts';
import { reshaped } from '../source/reshape.ts';
import type { Row } from '../source/row.ts';
import type { Tally } from '../validation/check.ts';
import { compileCheck, isUnknownTenantField } from '../validation/compile.ts';
import { Rejection } from '../validation/rejection.ts';
import { BlockBuilder } from './block-builder.ts';
import type { DeferredRow, FromWorker, RejectedRow, ToWorker, WorkerJob, WorkItem, WorkReport } from './job.ts';
import { type NamespaceChannel, namespaceClient } from './namespace-client.ts';
import { PlainEvents } from './plain-events.ts';
import { acceptRow, type RowRules } from './row-processor.ts';

/** What the thread is started with. */
export interface WorkerStart {
  readonly job: WorkerJob;
  readonly channel: NamespaceChannel;
  readonly firstSeq: number;
}

const port = parentPort;
if (port === null) throw new Error('This module runs as a worker thread only');
const { job, channel, firstSeq }: WorkerStart = workerData;

const send = (message: FromWorker): void => port.postMessage(message);
const namespace = namespaceClient(job.namespaces, channel, (code) => send({ kind: 'namespace', code }));
const builder =
  job.directory === undefined ? undefined : new BlockBuilder(job, join(job.directory, `worker-${threadId}`));
const schema = schemaOf();
const rules = { json: rulesFor(false), text: rulesFor(true) };
const plainEvents =
  job.kind === 'event' && job.reshaping === undefined ? new PlainEvents(schema, rules.json) : undefined;

let turn: Promise<void> = Promise.resolve();
port.on('message', (message: ToWorker) => {
  turn = turn
    .then(() => handle(message))
    .catch((error: unknown) => {
      send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
});

async function handle(message: ToWorker): Promise<void> {
  if (message.kind === 'finish') {
    await flush();
    send({ kind: 'finished' });
    return;
  }
  const report = work(message.item, message.file);
  if (builder?.isFull) await flush();
  send({ kind: 'report', report });
}

async function flush(): Promise<void> {
  const block = await builder?.flush();
  if (block !== undefined) send({ kind: 'block', block });
}

/** Whether `_id` is needed is decided after the identities are known, from which a missing one is derived. */
function schemaOf(): ObjectField {
  const required = job.schema.required?.filter((name) => name !== '_id') ?? [];
  return object(job.schema.fields, required);
}

function rulesFor(text: boolean): RowRules {
  return {
    kind: job.kind,
    check: compileCheck(schema, { text, nulls: job.nulls, unknownFields: job.unknownFields }),
    identities: {
      namespace,
      ambiguous: job.kind === 'event' ? 'byPriority' : 'reject',
      strictEcid: job.strictEcid,
    },
    maxSize: job.maxSize,
    latest: job.latest,
    deriveId: job.deriveId,
  };
}

function work(item: WorkItem, file: string): WorkReport {
  const tally: Tally = { nulls: 0, unknownFields: 0 };
  const rejected: RejectedRow[] = [];
  const deferred: DeferredRow[] = [];
  let [rows, accepted, droppedIdentities] = [0, 0, 0];
  const take = (json: ByteRange, position: number): boolean => {
    const event = plainEvents?.accept(json);
    if (event === undefined) return false;
    builder?.add(event, firstSeq + position);
    rows += 1;
    accepted += 1;
    droppedIdentities += event.identities.dropped;
    return true;
  };
  for (const { row, position, text } of rowsOf(item, take)) {
    if (row.document === undefined) continue;
    if (item.kind === 'chunk') rows += 1;
    try {
      if (row.document instanceof Rejection) throw row.document;
      const result = acceptRow(
        row.document,
        text || job.reshaping ? undefined : row,
        text ? rules.text : rules.json,
        tally,
      );
      builder?.add(result, firstSeq + position);
      accepted += 1;
      droppedIdentities += result.identities.dropped;
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      if (job.deferUnknown && isUnknownTenantField(error) && !(row.document instanceof Rejection)) {
        deferred.push({ row: position, line: row.line, file, raw: row.raw, document: row.document, text });
      } else {
        rejected.push({ line: row.line, code: error.code, message: error.text, raw: row.raw.slice(0, RAW_LENGTH) });
      }
    }
  }
  return { rows, accepted, rejected, deferred, droppedIdentities, ...tally };
}

/** How much of a rejected row is kept, in characters. */
const RAW_LENGTH = 2000;

interface Positioned {
  readonly row: Row;
  /** Among all rows of the import. */
  readonly position: number;
  readonly text: boolean;
}

/** @param take is offered rows of JSON before they are read; what it takes is left out. */
function* rowsOf(item: WorkItem, take: (json: ByteRange, position: number) => boolean): Generator<Positioned> {
  if (item.kind === 'deferred') {
    for (const row of item.rows) yield { row, position: row.row, text: row.text };
    return;
  }
  const { chunk, format, firstRow } = item;
  const offset = firstRow - chunk.firstLine;
  if (chunk.oversized) {
    const raw = Buffer.from(chunk.bytes).toString();
    const document = new Rejection('TOO_LARGE', 'the row is larger than 16 MiB');
    yield { row: { line: chunk.firstLine, raw, document }, position: firstRow, text: false };
  } else if (format.kind === 'json') {
    for (const row of jsonRows(chunk, (json, line) => take(json, line + offset)))
      yield { row: reshapedRow(row), position: row.line + offset, text: false };
  } else {
    const reshaping = job.reshaping ?? { renamed: {}, namespaces: [] };
    const rows = csvRows(chunk, format.header, format.kind === 'csv' ? ',' : '\t', reshaping);
    for (const row of rows) yield { row, position: row.line + offset, text: true };
  }
}

function reshapedRow(row: Row): Row {
  if (job.reshaping === undefined || row.document === undefined || row.document instanceof Rejection) return row;
  return { ...row, document: reshaped(row.document, job.reshaping) };
}
