/**
 * Why the engine refused a statement.
 *
 * `memory`: over the configured limit; `cancelled`: by its signal or by an operator; `unavailable`: the engine cannot be
 * reached or is closed; `timeout`: over its time limit; `data`: the input cannot be read as declared; `missing`: unknown database, table or column; `query`: anything else.
 */
export type ColumnarErrorCode = 'memory' | 'cancelled' | 'timeout' | 'unavailable' | 'data' | 'missing' | 'query';

/** The one error class of the columnar store. */
export class ColumnarError extends Error {
  override readonly name = 'ColumnarError';
  readonly code: ColumnarErrorCode;
  /** The engine's own error number, where it gave one (241 is memory, 394 is cancelled). */
  readonly engineCode: number | undefined;

  constructor(code: ColumnarErrorCode, message: string, options: { engineCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.engineCode = options.engineCode;
  }
}
