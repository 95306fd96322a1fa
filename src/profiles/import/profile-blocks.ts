import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import type { ObjectField } from '../../schema/node.ts';
import type { Fragment, IdentityPair, MergedProfile } from '../merge/profile.ts';
import { writeBlock } from '../native/block.ts';
import type { Column } from '../native/column.ts';
import { FlagColumn, Int64Column, StringColumn, UInt32Column } from '../native/scalar-columns.ts';
import { Shredder } from '../native/shredder.ts';
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
    profile_no: new UInt32Column(),
    identities: identityColumn(),
    has_record: new FlagColumn('UInt8'),
    opted_out: new FlagColumn('UInt8'),
    version: new Int64Column('UInt64'),
    last_modified: new Int64Column(),
  };
  readonly #fragments = {
    dataset_id: new StringColumn(),
    ns: new StringColumn(),
    id: new StringColumn(),
    doc: new StringColumn(),
    identities: identityColumn(),
    batch_id: new StringColumn(),
    seq: new Int64Column('UInt64'),
    ingested_at: new Int64Column(),
  };

  constructor(schema: ObjectField, known: readonly AttributeColumn[], batchId: string) {
    this.#shredder = new Shredder(schema, known);
    this.#batchId = batchId;
  }

  add(primary: IdentityPair, profileNo: number, fragment: Fragment, merged: MergedProfile): void {
    const profile = this.#profiles;
    profile.ns.add(primary.ns);
    profile.id.add(primary.id);
    profile.profile_no.add(profileNo);
    profile.identities.add(merged.identities);
    profile.has_record.add(1);
    profile.opted_out.add(merged.optedOut);
    profile.version.add(merged.version);
    profile.last_modified.add(merged.lastModified);
    this.#shredder.add(merged.entity);
    const columns = this.#fragments;
    columns.dataset_id.add(fragment.datasetId);
    columns.ns.add(primary.ns);
    columns.id.add(primary.id);
    columns.doc.add(JSON.stringify(fragment.document));
    columns.identities.add(fragment.identities);
    columns.batch_id.add(this.#batchId);
    columns.seq.add(fragment.seq);
    columns.ingested_at.add(fragment.ingestedAt);
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
