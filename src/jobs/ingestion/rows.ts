import type { ExternalField } from '../../audiences/external/details.ts';
import { isUsable } from '../../profiles/identity/identities.ts';
import type { Namespace } from '../../profiles/identity/namespaces.ts';
import type { Chunk } from '../../profiles/source/chunk.ts';
import { csvRecords } from '../../profiles/source/csv.ts';
import { Rejection } from '../../profiles/validation/rejection.ts';
import { type CellValue, cellReader } from './typing.ts';

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

/** A row that is taken. */
export interface TypedRow {
  readonly identity: string;
  /** One for each field but the identity, in their order. */
  readonly values: readonly (CellValue | null)[];
}

export interface RowRules {
  readonly fields: readonly ExternalField[];
  /** That of the identity field. */
  readonly namespace: Namespace;
  readonly strictEcid: boolean;
}

/** Characters of a failed row that are kept. */
const RAW_LENGTH = 2000;

/**
 * The rows of a file whose header is given: cells by column, typed (api-audiences.md section 4.9). Blank lines are left out.
 *
 * @throws {IngestionError} where the header lacks the identity or has a name twice
 */
export function rowReader(header: readonly string[], rules: RowRules) {
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw new IngestionError(`the header has the column ${JSON.stringify(twice)} twice`);
  const identityName = rules.fields.find(({ identityNs }) => identityNs !== undefined)?.name ?? '';
  const identityAt = header.indexOf(identityName);
  if (identityAt === -1)
    throw new IngestionError(`the header lacks the identity column ${JSON.stringify(identityName)}`);
  const others = rules.fields
    .filter(({ identityNs }) => identityNs === undefined)
    .map(({ name, type }) => ({ at: header.indexOf(name), read: cellReader(type) }));

  const typed = (cells: readonly string[]): TypedRow | Pick<FailedRow, 'code' | 'message'> => {
    if (cells.length !== header.length) {
      return { code: 'CELL_COUNT', message: `the row has ${cells.length} cells, the header has ${header.length}` };
    }
    const identity = (cells[identityAt] ?? '').trim();
    if (identity === '') return { code: 'NO_IDENTITY', message: `the cell of ${identityName} is empty` };
    if (!isUsable(rules.namespace, identity, rules.strictEcid)) {
      return { code: 'INVALID_IDENTITY', message: `the value is not an identity of ${rules.namespace.code}` };
    }
    return { identity, values: others.map(({ at, read }) => read(cells[at] ?? '')) };
  };

  /** @throws {IngestionError} where a quote is not closed */
  return function* rows(chunk: Chunk): Generator<TypedRow | FailedRow> {
    if (chunk.oversized)
      throw new IngestionError(`line ${chunk.firstLine} is longer than 16 MiB, or a quote is not closed`);
    for (const { line, raw, cells } of csvRecords(chunk, ',')) {
      if (cells instanceof Rejection) {
        if (hasOpenQuote(raw)) throw new IngestionError(`the quote that opens in line ${line} is not closed`);
        yield { line, code: 'MALFORMED', message: cells.text, raw: raw.slice(0, RAW_LENGTH) };
        continue;
      }
      if (cells.length === 1 && cells[0] === '') continue;
      const row = typed(cells);
      yield 'code' in row ? { line, raw: raw.slice(0, RAW_LENGTH), ...row } : row;
    }
  };
}

const hasOpenQuote = (raw: string): boolean => raw.split('"').length % 2 === 0;
