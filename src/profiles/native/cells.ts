/**
 * Values of one width, a cell a row, in a buffer that grows. Numbers are little-endian. Cells that are not written hold
 * the blank byte, so that absent values cost nothing.
 */
export class Cells {
  readonly #width: number;
  readonly #blank: number;
  #buffer: Buffer<ArrayBuffer>;
  #view: DataView;

  constructor(width: number, blank = 0) {
    this.#width = width;
    this.#blank = blank;
    this.#buffer = Buffer.alloc(width * INITIAL_ROWS, blank);
    this.#view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset);
  }

  /** The first cells; valid until the next write. */
  view(rows: number): Buffer {
    if (rows > 0) this.#reserve(rows - 1);
    return this.#buffer.subarray(0, rows * this.#width);
  }

  /** Forgets the first cells and keeps the memory. */
  clear(rows: number): void {
    this.#buffer.fill(this.#blank, 0, rows * this.#width);
  }

  byte(row: number, value: number): void {
    this.#reserve(row);
    this.#buffer[row] = value;
  }

  double(row: number, value: number): void {
    this.#reserve(row);
    this.#view.setFloat64(row * 8, value, true);
  }

  /** A whole number up to 2^53, as 64 bits; negative ones in two's complement. */
  int64(row: number, value: number): void {
    this.#reserve(row);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#view.setUint32(row * 8, value - high * 0x1_0000_0000, true);
    this.#view.setInt32(row * 8 + 4, high, true);
  }

  uint32(row: number, value: number): void {
    this.#reserve(row);
    this.#view.setUint32(row * 4, value, true);
  }

  #reserve(row: number): void {
    const size = (row + 1) * this.#width;
    if (size <= this.#buffer.length) return;
    const grown = Buffer.alloc(Math.max(this.#buffer.length * 2, size), this.#blank);
    this.#buffer.copy(grown);
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer, grown.byteOffset);
  }
}

const INITIAL_ROWS = 1024;
