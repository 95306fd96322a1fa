import type { Columnar } from './columnar.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';

export interface ColumnarOptions {
  /** Directory of the embedded engine; unused when `url` is given. */
  readonly path: string;
  /** Address of a ClickHouse server to use instead of the embedded engine. */
  readonly url?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Memory of the embedded engine, in bytes. */
  readonly memoryLimit?: number | undefined;
  /** Memory of one statement, in bytes. */
  readonly queryMemoryLimit?: number | undefined;
}

/**
 * Opens the columnar store: embedded, or the server at `url`.
 * @throws {ColumnarError} `unavailable` when it cannot be opened or reached.
 */
export function openColumnar(options: ColumnarOptions): Promise<Columnar> {
  return options.url === undefined ? openEmbedded(options) : openServer({ ...options, url: options.url });
}
