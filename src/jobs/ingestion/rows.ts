import { isUtf8 } from 'node:buffer';
import type { ExternalField } from '../../audiences/external/details.ts';
import { isUsable } from '../../profiles/identity/identities.ts';
import type { Namespace } from '../../profiles/identity/namespaces.ts';
import type { Chunk } from '../../profiles/source/chunk.ts';
import { RecordScanner } from './record-scanner.ts';

/** A file, or a whole run, that cannot be read; the message is for users. */
export class IngestionError extends Error {
  override readonly name = 'IngestionError';
}

export type FailureCode = 'CELL_COUNT' | 'MALFORMED' | 'NO_IDENTITY' | 'INVALID_IDENTITY';

/** A row that was left out. */
export interface FailedRow {
  readonly line: number;
  readonly code: FailureCode;
  readonly message: string;
  /** As it stands in the file, cut off where it is long. */
  readonly raw: string;
}

export interface RowRules {
  readonly fields: readonly ExternalField[];
  /** That of the identity field. */
  readonly namespace: Namespace;
  readonly strictEcid: boolean;
}

/** Takes the rows that are in order. */
export interface RowSink {
  /** @param columns place in the record of each field but the identity, in their order; -1 where the file lacks it */
  add(bytes: Buffer, record: RecordScanner, identity: Identity, columns: readonly number[]): void;
}

/** An identity value: part of the bytes, or a text. */
export type Identity = { readonly start: number; readonly end: number } | string;

/** Bytes of a failed row that are kept. */
const RAW_LENGTH = 2000;

/** Values that may mean nothing are not longer. */
const LONGEST_MEANINGLESS = 16;

/** Reads the rows of one file: identities and numbers of cells are checked, cells typed by the sink. */
export class RowReader {
  readonly #width: number;
  readonly #scanner: RecordScanner;
  readonly #rules: RowRules;
  readonly #identityAt: number;
  readonly #identityName: string;
  readonly #columns: readonly number[];
  readonly #takesAny: boolean;

  /** @throws {IngestionError} where the header lacks the identity or has a name twice */
  constructor(header: readonly string[], rules: RowRules) {
    const twice = header.find((name, index) => header.indexOf(name) !== index);
    if (twice !== undefined) throw new IngestionError(`the header has the column ${JSON.stringify(twice)} twice`);
    this.#identityName = rules.fields.find(({ identityNs }) => identityNs !== undefined)?.name ?? '';
    this.#identityAt = header.indexOf(this.#identityName);
    if (this.#identityAt === -1) {
      throw new IngestionError(`the header lacks the identity column ${JSON.stringify(this.#identityName)}`);
    }
    this.#width = header.length;
    this.#scanner = new RecordScanner(header.length);
    this.#rules = rules;
    this.#columns = rules.fields
      .filter(({ identityNs }) => identityNs === undefined)
      .map(({ name }) => header.indexOf(name));
    this.#takesAny = rules.namespace.code !== 'ECID';
  }

  /**
   * Gives the rows of a chunk that are in order to the sink, and answers how many, and which were not. Blank lines are
   * left out.
   *
   * @throws {IngestionError} where a quote is not closed
   */
  read(chunk: Chunk, sink: RowSink): { readonly taken: number; readonly failed: readonly FailedRow[] } {
    if (chunk.oversized) {
      throw new IngestionError(`line ${chunk.firstLine} is longer than 16 MiB, or a quote is not closed`);
    }
    const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
    const isText = isUtf8(bytes);
    const record = this.#scanner;
    const failed: FailedRow[] = [];
    let taken = 0;
    let line = chunk.firstLine;
    record.open(bytes);
    for (; record.next(); line += record.lines) {
      if (record.start === record.end) continue;
      if (record.fault === 'open') throw new IngestionError(`the quote that opens in line ${line} is not closed`);
      const identity = this.#identity(bytes, record, isText);
      if (typeof identity === 'object' && 'code' in identity) {
        const raw = bytes.toString('utf8', record.start, Math.min(record.end, record.start + RAW_LENGTH));
        failed.push({ line, raw, ...identity });
      } else {
        sink.add(bytes, record, identity, this.#columns);
        taken += 1;
      }
    }
    return { taken, failed };
  }

  #identity(bytes: Buffer, record: RecordScanner, isText: boolean): Identity | Pick<FailedRow, 'code' | 'message'> {
    if (record.fault !== undefined) return { code: 'MALFORMED', message: 'a cell has text beside its quotes' };
    if (!isText && !isUtf8(bytes.subarray(record.start, record.end))) {
      return { code: 'MALFORMED', message: 'the row is not UTF-8' };
    }
    if (record.count !== this.#width) {
      return { code: 'CELL_COUNT', message: `the row has ${record.count} cells, the header has ${this.#width}` };
    }
    const start = record.startOf(this.#identityAt);
    const end = record.endOf(this.#identityAt);
    const isPlain = isGraphic(bytes[start]) && isGraphic(bytes[end - 1]) && !record.isDoubled(this.#identityAt);
    if (isPlain && this.#takesAny && end - start > LONGEST_MEANINGLESS && end - start <= 1024) return { start, end };
    const identity = record.text(this.#identityAt).trim();
    if (identity === '') return { code: 'NO_IDENTITY', message: `the cell of ${this.#identityName} is empty` };
    if (isUsable(this.#rules.namespace, identity, this.#rules.strictEcid)) return identity;
    return { code: 'INVALID_IDENTITY', message: `the value is not an identity of ${this.#rules.namespace.code}` };
  }
}

/** A letter, digit or sign of ASCII, which trimming leaves. */
const isGraphic = (byte: number | undefined): boolean => byte !== undefined && byte > 0x20 && byte < 0x7f;
