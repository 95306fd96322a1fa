import { join } from 'node:path';
import { type ObjectField, object } from '../../schema/node.ts';
import type { Identity } from '../identity/identities.ts';
import { writeBlock } from '../native/block.ts';
import type { Column } from '../native/column.ts';
import { ArrayColumn, TupleColumn } from '../native/nested-columns.ts';
import { ConstantColumn, Int64Column, StringColumn } from '../native/scalar-columns.ts';
import { Shredder } from '../native/shredder.ts';
import { COMPUTED_EVENT_COLUMNS } from '../tables/computed-columns.ts';
import { instantOfDateTime } from '../validation/time.ts';
import type { Block, WorkerJob } from './job.ts';
import type { AcceptedRow } from './row-processor.ts';

/** Collects accepted rows and writes them as a block when there are enough. */
export class BlockBuilder {
  readonly #job: WorkerJob;
  #collected: Collected;
  #rows = 0;
  #size = 0;
  readonly #name: string;
  #blocks = 0;

  constructor(job: WorkerJob, name: string) {
    this.#job = job;
    this.#name = name;
    this.#collected = collector(job);
  }

  get isFull(): boolean {
    return this.#rows >= this.#job.blockRows || this.#size >= MAX_BLOCK_SIZE;
  }

  add(row: AcceptedRow, seq: number): void {
    this.#collected.add(row, seq);
    this.#rows += 1;
    this.#size += row.json.length;
  }

  /** Writes what was collected; undefined when there is nothing. */
  async flush(): Promise<Block | undefined> {
    if (this.#rows === 0) return undefined;
    const columns = this.#collected.columns();
    const path = join(this.#job.directory, `${this.#name}-${this.#blocks++}.native`);
    await writeBlock(path, columns);
    const attributes = this.#collected.shredder?.attributes() ?? [];
    const block = { path, rows: this.#rows, columns: [...columns.keys()], attributes };
    this.#collected = collector(this.#job);
    this.#rows = 0;
    this.#size = 0;
    return block;
  }
}

/** Documents of one block, in characters: what is held in memory follows from it. */
const MAX_BLOCK_SIZE = 64 * 1024 * 1024;

interface Collected {
  readonly add: (row: AcceptedRow, seq: number) => void;
  readonly columns: () => ReadonlyMap<string, Column>;
  readonly shredder: Shredder | undefined;
}

function collector(job: WorkerJob): Collected {
  return job.kind === 'event' ? events(job) : records();
}

/** Rows of `staged_records`: what merging reads. */
function records(): Collected {
  const columns = { ns: new StringColumn(), id: new StringColumn(), ...common() };
  return {
    shredder: undefined,
    columns: () => new Map(Object.entries(columns)),
    add({ json, identities }, seq) {
      columns.ns.add(identities.primary.namespace.code);
      columns.id.add(identities.primary.id);
      addCommon(columns, identities.all, json, seq);
    },
  };
}

/** Rows of `events`. */
function events(job: WorkerJob): Collected {
  const shredder = new Shredder(storedFields(job.schema), job.known);
  const columns = {
    ns: new StringColumn(),
    identity: new StringColumn(),
    id: new StringColumn(),
    timestamp: new Int64Column(),
    event_type: new StringColumn(),
    dataset_id: new ConstantColumn(job.datasetId),
    batch_id: new ConstantColumn(job.batchId),
    ingested_at: new Int64Column(),
    ...common(),
  };
  return {
    shredder,
    columns: () => new Map([...Object.entries(columns), ...shredder.columns()]),
    add({ document, json, identities }, seq) {
      columns.ns.add(identities.primary.namespace.code);
      columns.identity.add(identities.primary.id);
      columns.id.add(document._id);
      columns.timestamp.add(instantOfDateTime(String(document.timestamp)));
      columns.event_type.add(document.eventType ?? '');
      columns.dataset_id.add();
      columns.batch_id.add();
      columns.ingested_at.add(job.ingestedAt);
      const { primary, all } = identities;
      addCommon(columns, all.length === 1 ? [] : all.filter((identity) => identity !== primary), json, seq);
      shredder.add(document);
    },
  };
}

/** Fields whose columns are not computed from others. */
function storedFields(schema: ObjectField): ObjectField {
  const computed = new Set(COMPUTED_EVENT_COLUMNS.map(({ path: [field] }) => field));
  return object(Object.fromEntries(Object.entries(schema.fields).filter(([name]) => !computed.has(name))));
}

/** Bytes that the documents of a block take from the start, so that they are seldom moved. */
const DOCUMENTS = 16 * 1024 * 1024;

interface Common {
  readonly seq: Column;
  readonly doc: Column;
  readonly identities: Column;
}

const common = (): Common => ({
  seq: new Int64Column('UInt64'),
  doc: new StringColumn(DOCUMENTS),
  identities: identityColumn(),
});

function addCommon(columns: Common, identities: readonly Identity[], json: string | Uint8Array, seq: number): void {
  columns.seq.add(seq);
  columns.doc.add(json);
  columns.identities.add(identities.map(({ namespace, id }) => ({ ns: namespace.code, id })));
}

/** `Array(Tuple(ns String, id String))`. */
export function identityColumn(): Column {
  return new ArrayColumn(new TupleColumn(['ns', 'id'], () => new StringColumn()));
}
