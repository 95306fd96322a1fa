import { rm } from 'node:fs/promises';
import type { AttributeColumn } from '../../pql/clickhouse/layout.ts';
import type { Columnar, ColumnarSession } from '../../store/columnar/columnar.ts';
import { ensureColumns } from '../tables/attribute-columns.ts';
import type { Block } from './job.ts';

/** The table that blocks are loaded into. */
export interface BlockTarget {
  readonly columnar: Columnar;
  readonly database: string;
  readonly table: string;
  readonly signal: AbortSignal | undefined;
}

/** Loads at a time: the engine takes a block with one thread. */
const LANES = 2;

/** Blocks that may wait before reading has to. */
const MAX_WAITING = 4;

/** Loads blocks while workers make the next ones, and removes their files. */
export class BlockLoader implements AsyncDisposable {
  readonly #target: BlockTarget;
  readonly #lanes: readonly Lane[];
  /** Columns that the table is known to have, with their types. */
  readonly #known = new Set<string>();
  #structure: Promise<unknown> = Promise.resolve();

  private constructor(target: BlockTarget, sessions: readonly ColumnarSession[]) {
    this.#target = target;
    this.#lanes = sessions.map((session) => new Lane(session));
  }

  static async open(target: BlockTarget): Promise<BlockLoader> {
    return new BlockLoader(target, await Promise.all(Array.from({ length: LANES }, () => target.columnar.session())));
  }

  add(block: Block): void {
    this.#agreeOn(block.attributes);
    const structure = this.#structure;
    const lane = this.#lanes.reduce((least, next) => (next.waiting < least.waiting ? next : least));
    lane.add(async (session) => {
      await structure;
      await this.#load(block, session);
    });
  }

  /** Resolves when few blocks wait; rejects when one could not be loaded. */
  async room(): Promise<void> {
    const waiting = this.#lanes.reduce((sum, lane) => sum + lane.waiting, 0);
    if (waiting > MAX_WAITING) await Promise.race(this.#lanes.map((lane) => lane.idle));
  }

  /** Resolves when all blocks are loaded. */
  async finish(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.idle));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.session.close()));
  }

  /** Columns change when all blocks before are loaded, and before those after. */
  #agreeOn(attributes: readonly AttributeColumn[]): void {
    const texts = attributes.map(({ name, type }) => JSON.stringify([name, type]));
    if (texts.every((text) => this.#known.has(text))) return;
    for (const text of texts) this.#known.add(text);
    const { columnar, database, table } = this.#target;
    this.#structure = Promise.all([this.#structure, this.finish()]).then(() =>
      ensureColumns(columnar, database, table, attributes),
    );
    this.#structure.catch(() => undefined);
  }

  async #load({ path, columns }: Block, session: ColumnarSession): Promise<void> {
    const { database, table, signal } = this.#target;
    await session.load(table, columns, path, { database, ...(signal ? { signal } : {}) });
    await rm(path);
  }
}

/** A session whose work is done one after the other. */
class Lane {
  readonly session: ColumnarSession;
  /** Resolves when nothing waits any more. */
  idle: Promise<void> = Promise.resolve();
  waiting = 0;

  constructor(session: ColumnarSession) {
    this.session = session;
  }

  add(work: (session: ColumnarSession) => Promise<void>): void {
    this.waiting += 1;
    this.idle = this.idle.then(async () => {
      await work(this.session);
      this.waiting -= 1;
    });
    this.idle.catch(() => undefined);
  }
}
