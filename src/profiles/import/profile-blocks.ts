import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import type { ObjectField } from '../../schema/node.ts';
import type { Fragment, IdentityPair, MergedProfile } from '../merge/profile.ts';
import { writeBlock } from '../native/block.ts';
import type { Column } from '../native/column.ts';
import { NumberColumn, StringColumn } from '../native/scalar-columns.ts';
import { Shredder } from '../native/shredder.ts';
import { COMPUTED_PROFILE_COLUMNS, storedFields } from '../tables/computed-columns.ts';
import { identityColumn } from './block-builder.ts';

interface WrittenBlock {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Collects merged profiles and the fragments that were written, as columns of their tables. */
export class ProfileBlocks {
  readonly #batchId: string;
  readonly #shredder: Shredder;
  readonly #profiles = {
    ns: new StringColumn(),
    id: new StringColumn(),
    profile_no: new NumberColumn('UInt32'),
    identities: identityColumn(),
    has_record: new NumberColumn('UInt8'),
    opted_out: new NumberColumn('UInt8'),
    version: new NumberColumn('UInt64'),
    last_modified: new NumberColumn('Int64'),
  };
  readonly #fragments = {
    dataset_id: new StringColumn(),
    ns: new StringColumn(),
    id: new StringColumn(),
    doc: new StringColumn(),
    identities: identityColumn(),
    batch_id: new StringColumn(),
    seq: new NumberColumn('UInt64'),
    ingested_at: new NumberColumn('Int64'),
  };

  #rows = 0;

  constructor(schema: ObjectField, known: readonly AttributeColumn[], batchId: string) {
    this.#shredder = new Shredder(storedFields(schema, COMPUTED_PROFILE_COLUMNS), known);
    this.#batchId = batchId;
  }

  add(primary: IdentityPair, profileNo: number, fragment: Fragment, merged: MergedProfile): void {
    const row = this.#rows++;
    const profile = this.#profiles;
    profile.ns.set(row, primary.ns);
    profile.id.set(row, primary.id);
    profile.profile_no.set(row, profileNo);
    profile.identities.set(row, merged.identities);
    profile.has_record.set(row, 1);
    profile.opted_out.set(row, merged.optedOut);
    profile.version.set(row, merged.version);
    profile.last_modified.set(row, merged.lastModified);
    this.#shredder.add(merged.entity);
    const columns = this.#fragments;
    columns.dataset_id.set(row, fragment.datasetId);
    columns.ns.set(row, primary.ns);
    columns.id.set(row, primary.id);
    columns.doc.set(row, JSON.stringify(fragment.document));
    columns.identities.set(row, fragment.identities);
    columns.batch_id.set(row, this.#batchId);
    columns.seq.set(row, fragment.seq);
    columns.ingested_at.set(row, fragment.ingestedAt);
  }

  attributes(): readonly AttributeColumn[] {
    return this.#shredder.attributes();
  }

  writeProfiles(path: string): Promise<WrittenBlock> {
    return written(path, new Map([...Object.entries(this.#profiles), ...this.#shredder.columns()]));
  }

  writeFragments(path: string): Promise<WrittenBlock> {
    return written(path, new Map(Object.entries(this.#fragments)));
  }
}

async function written(path: string, columns: ReadonlyMap<string, Column>): Promise<WrittenBlock> {
  await writeBlock(path, columns);
  const [rows = 0] = [...columns.values()].map((column) => column.rows);
  return { path, rows, columns: [...columns.keys()] };
}
