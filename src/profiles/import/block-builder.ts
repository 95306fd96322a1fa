import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import type { Identity } from '../identity/identities.ts';
import type { JsonObject } from '../json.ts';
import { writeBlock } from '../native/block.ts';
import type { ByteRange } from '../native/bytes.ts';
import type { Column } from '../native/column.ts';
import { ArrayColumn, TupleColumn } from '../native/nested-columns.ts';
import { ConstantColumn, NumberColumn, StringColumn } from '../native/scalar-columns.ts';
import { Shredder } from '../native/shredder.ts';
import { COMPUTED_EVENT_COLUMNS, storedFields } from '../tables/computed-columns.ts';
import type { Block, WorkerJob } from './job.ts';
import type { PlainEvent, PlainFields } from './plain-events.ts';
import type { AcceptedRow } from './row-processor.ts';

/** Collects accepted rows and writes them as a block when there are enough. */
export class BlockBuilder {
  readonly #job: WorkerJob;
  readonly #path: string;
  readonly #rows: RowColumns;
  #count = 0;
  #size = 0;
  #blocks = 0;

  /** @param path of the files that are written, but for their number and extension */
  constructor(job: WorkerJob, path: string) {
    this.#job = job;
    this.#path = path;
    this.#rows = job.kind === 'event' ? new EventColumns(job) : new RecordColumns();
  }

  get isFull(): boolean {
    return this.#count >= this.#job.blockRows || this.#size >= MAX_BLOCK_SIZE;
  }

  add(row: AcceptedRow | PlainEvent, seq: number): void {
    this.#rows.set(this.#count, row, seq);
    this.#count += 1;
    this.#size += sizeOf(row.json);
  }

  /** Writes what was collected; undefined when there is nothing. */
  async flush(): Promise<Block | undefined> {
    if (this.#count === 0) return undefined;
    const columns = this.#rows.columns();
    const path = `${this.#path}-${this.#blocks++}.native`;
    await writeBlock(path, columns);
    const block = { path, rows: this.#count, columns: [...columns.keys()], attributes: this.#rows.attributes() };
    this.#rows.clear();
    this.#count = 0;
    this.#size = 0;
    return block;
  }
}

/** Documents of one block, in characters: what is held in memory follows from it. */
const MAX_BLOCK_SIZE = 64 * 1024 * 1024;

const sizeOf = (json: string | ByteRange): number => (typeof json === 'string' ? json.length : json.end - json.start);

/** The columns of the table that accepted rows go to. */
interface RowColumns {
  set(row: number, accepted: AcceptedRow | PlainEvent, seq: number): void;
  columns(): ReadonlyMap<string, Column>;
  attributes(): readonly AttributeColumn[];
  /** Drops all rows. */
  clear(): void;
}

/** Rows of `staged_records`: what merging reads. */
class RecordColumns implements RowColumns {
  readonly #columns = { ns: new StringColumn(), id: new StringColumn(), ...common() };

  set(row: number, { json, identities }: AcceptedRow | PlainEvent, seq: number): void {
    const columns = this.#columns;
    columns.ns.set(row, identities.primary.namespace.code);
    columns.id.set(row, identities.primary.id);
    setCommon(columns, row, identities.all, json, seq);
  }

  columns(): ReadonlyMap<string, Column> {
    return new Map(Object.entries(this.#columns));
  }

  attributes(): readonly AttributeColumn[] {
    return [];
  }

  clear(): void {
    for (const column of Object.values(this.#columns)) column.clear();
  }
}

/** Rows of `events`. */
class EventColumns implements RowColumns {
  readonly #ingestedAt: number;
  readonly #shredder: Shredder;
  readonly #columns;

  constructor({ schema, known, datasetId, batchId, ingestedAt }: WorkerJob) {
    this.#ingestedAt = ingestedAt;
    this.#shredder = new Shredder(storedFields(schema, COMPUTED_EVENT_COLUMNS), known);
    this.#columns = {
      ns: new StringColumn(),
      identity: new StringColumn(),
      id: new StringColumn(),
      timestamp: new NumberColumn('instant'),
      event_type: new StringColumn(),
      dataset_id: new ConstantColumn(datasetId),
      batch_id: new ConstantColumn(batchId),
      ingested_at: new NumberColumn('Int64'),
      ...common(),
    };
  }

  set(row: number, accepted: AcceptedRow | PlainEvent, seq: number): void {
    const columns = this.#columns;
    const {
      json,
      identities: { primary, all },
    } = accepted;
    columns.ns.set(row, primary.namespace.code);
    columns.identity.set(row, primary.id);
    columns.dataset_id.set(row);
    columns.batch_id.set(row);
    columns.ingested_at.set(row, this.#ingestedAt);
    setCommon(columns, row, all.length === 1 ? [] : all.filter((identity) => identity !== primary), json, seq);
    if ('document' in accepted) this.#setDocument(row, accepted.document);
    else this.#setFields(row, accepted.fields, accepted.json.source);
  }

  #setDocument(row: number, document: JsonObject): void {
    const columns = this.#columns;
    columns.id.set(row, document._id);
    columns.timestamp.set(row, document.timestamp);
    columns.event_type.set(row, document.eventType ?? '');
    this.#shredder.add(document);
  }

  #setFields(row: number, { id, timestamp, eventType, leaves, count }: PlainFields, source: Buffer): void {
    const columns = this.#columns;
    columns.id.setBytes(row, source, id.start, id.end);
    columns.timestamp.setNumber(row, timestamp.number);
    if (eventType === undefined) columns.event_type.set(row, '');
    else columns.event_type.setBytes(row, source, eventType.start, eventType.end);
    this.#shredder.addFound(leaves, count, source);
  }

  columns(): ReadonlyMap<string, Column> {
    return new Map([...Object.entries(this.#columns), ...this.#shredder.columns()]);
  }

  attributes(): readonly AttributeColumn[] {
    return this.#shredder.attributes();
  }

  clear(): void {
    for (const column of Object.values(this.#columns)) column.clear();
    this.#shredder.clear();
  }
}

/** Bytes that the documents of a block take from the start, so that they are seldom moved. */
const DOCUMENTS = 16 * 1024 * 1024;

interface Common {
  readonly seq: NumberColumn;
  readonly doc: StringColumn;
  readonly identities: Column;
}

const common = (): Common => ({
  seq: new NumberColumn('UInt64'),
  doc: new StringColumn({ capacity: DOCUMENTS }),
  identities: identityColumn(),
});

function setCommon(
  columns: Common,
  row: number,
  identities: readonly Identity[],
  json: string | ByteRange,
  seq: number,
): void {
  columns.seq.set(row, seq);
  if (typeof json === 'string') columns.doc.set(row, json);
  else columns.doc.setBytes(row, json.source, json.start, json.end);
  if (identities.length > 0)
    columns.identities.set(
      row,
      identities.map(({ namespace, id }) => ({ ns: namespace.code, id })),
    );
  else columns.identities.padTo(row + 1);
}

/** `Array(Tuple(ns String, id String))`. */
export function identityColumn(): Column {
  return new ArrayColumn(new TupleColumn(['ns', 'id'], () => new StringColumn()));
}
