/**
 * Why the engine refused a statement.
 *
 * `memory`: over a configured limit. `cancelled`: by its signal or an operator. `timeout`: over its time limit.
 * `unavailable`: the engine cannot be reached, or the handle is closed. `data`: input is not what was declared.
 * `missing`: an unknown database, table or column. `storage`: a file cannot be written, mostly because the disk is full.
 * `query`: anything else.
 */
export type ColumnarErrorCode =
  | 'memory'
  | 'cancelled'
  | 'timeout'
  | 'unavailable'
  | 'data'
  | 'missing'
  | 'storage'
  | 'query';

/** The one error of the columnar store. */
export class ColumnarError extends Error {
  override readonly name = 'ColumnarError';
  readonly code: ColumnarErrorCode;
  /** The engine's own number of the error, where it gave one. */
  readonly engineCode: number | undefined;

  constructor(code: ColumnarErrorCode, message: string, options: { engineCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.engineCode = options.engineCode;
  }
}

/** Numbers of the engine's errors that callers tell apart (ClickHouse `ErrorCodes.cpp`). */
const CODES: Readonly<Record<number, ColumnarErrorCode>> = {
  241: 'memory',
  394: 'cancelled',
  735: 'cancelled',
  159: 'timeout',
  202: 'unavailable',
  209: 'unavailable',
  210: 'unavailable',
  75: 'storage',
  76: 'storage',
  243: 'storage',
  504: 'storage',
  16: 'missing',
  47: 'missing',
  60: 'missing',
  81: 'missing',
  6: 'data',
  25: 'data',
  26: 'data',
  27: 'data',
  32: 'data',
  33: 'data',
  38: 'data',
  41: 'data',
  53: 'data',
  70: 'data',
  72: 'data',
  117: 'data',
  349: 'data',
  636: 'data',
};

/** Errors of the operating system about local files. */
const FILE_ERRORS = new Set(['EACCES', 'EDQUOT', 'EEXIST', 'EFBIG', 'EISDIR', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'EROFS']);

const ENGINE_CODE = /\bCode: (\d+)\./;

/** Turns whatever a driver threw into a {@link ColumnarError}. `unavailable` is what an error without a number means. */
export function toColumnarError(error: unknown, fallback: ColumnarErrorCode): ColumnarError {
  if (error instanceof ColumnarError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const engineCode = engineCodeOf(error) ?? Number(ENGINE_CODE.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(engineCode)) {
    return new ColumnarError(isFileError(error) ? 'storage' : fallback, message, { cause: error });
  }
  return new ColumnarError(CODES[engineCode] ?? 'query', message, { engineCode, cause: error });
}

const isFileError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && FILE_ERRORS.has(String(error.code));

/** Both drivers carry the number: the server's as a numeric string in `code`, the embedded one in `clickhouseCode`. */
function engineCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('clickhouseCode' in error && typeof error.clickhouseCode === 'number') return error.clickhouseCode;
  if ('code' in error && typeof error.code === 'string' && /^\d+$/.test(error.code)) return Number(error.code);
  return undefined;
}
