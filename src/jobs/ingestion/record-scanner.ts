const COMMA = 0x2c;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** What is wrong with a record; `open` when a quote is not closed before the end of the bytes. */
export type RecordFault = 'text beside quotes' | 'open';

/**
 * Finds CSV records and their cells in bytes, without making texts of them (api-audiences.md section 4.9): commas between
 * cells, quotes around cells with `""` for a quote inside, LF or CRLF after a record.
 */
export class RecordScanner {
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** 1 where a cell has doubled quotes inside. */
  readonly #doubled: Uint8Array;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #breaks = 0;
  /** Where the record begins, and where it ends without its line break. */
  start = 0;
  end = 0;
  /** Cells of the record; only as many as the scanner has room for have places. */
  count = 0;
  /** Lines that the record takes. */
  lines = 0;
  /** Of a record with a fault the cells are not known. */
  fault: RecordFault | undefined;

  /** @param room cells that a record is expected to have */
  constructor(room: number) {
    this.#starts = new Int32Array(room);
    this.#ends = new Int32Array(room);
    this.#doubled = new Uint8Array(room);
  }

  /** Takes bytes that begin with a record. */
  open(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#at = 0;
  }

  /** Moves to the next record; false when there is none. */
  next(): boolean {
    const bytes = this.#bytes;
    const size = bytes.length;
    if (this.#at >= size) return false;
    this.start = this.#at;
    this.count = 0;
    this.#breaks = 0;
    this.fault = undefined;
    let at = this.start;
    for (;;) {
      at = bytes[at] === QUOTE ? this.#quoted(at) : this.#plain(at);
      if (at < 0) return this.#skip();
      this.count += 1;
      if (at >= size) {
        this.#finish(at, at);
        return true;
      }
      if (bytes[at] !== COMMA) {
        const isReturn = bytes[at] === RETURN;
        this.#finish(at, at + (isReturn ? 2 : 1));
        return true;
      }
      at += 1;
    }
  }

  startOf(cell: number): number {
    return this.#starts[cell] ?? 0;
  }

  endOf(cell: number): number {
    return this.#ends[cell] ?? 0;
  }

  isDoubled(cell: number): boolean {
    return this.#doubled[cell] === 1;
  }

  /** The text of a cell. */
  text(cell: number): string {
    const text = this.#bytes.toString('utf8', this.startOf(cell), this.endOf(cell));
    return this.isDoubled(cell) ? text.replaceAll('""', '"') : text;
  }

  /** Position of what ends the cell; -1 where it has a quote. */
  #plain(start: number): number {
    const bytes = this.#bytes;
    const size = bytes.length;
    let at = start;
    for (; at < size; at += 1) {
      const byte = bytes[at];
      if (byte === COMMA || byte === LINE_FEED) break;
      if (byte === QUOTE) return -1;
    }
    // A return is part of the line break only right before a line feed.
    if (at < size && bytes[at] === LINE_FEED && at > start && bytes[at - 1] === RETURN) at -= 1;
    this.#place(start, at, 0);
    return at;
  }

  /** Position of what ends the cell; -1 where something else follows its quotes, or nothing closes it. */
  #quoted(start: number): number {
    const bytes = this.#bytes;
    const size = bytes.length;
    let doubled = 0;
    for (let at = start + 1; at < size; at += 1) {
      const byte = bytes[at];
      if (byte === LINE_FEED) this.#breaks += 1;
      if (byte !== QUOTE) continue;
      const after = bytes[at + 1];
      if (after === QUOTE) {
        doubled = 1;
        at += 1;
        continue;
      }
      const isEnd =
        after === undefined ||
        after === COMMA ||
        after === LINE_FEED ||
        (after === RETURN && bytes[at + 2] === LINE_FEED);
      if (!isEnd) return -1;
      this.#place(start + 1, at, doubled);
      return at + 1;
    }
    return -1;
  }

  #place(start: number, end: number, doubled: number): void {
    if (this.count >= this.#starts.length) return;
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.#doubled[this.count] = doubled;
  }

  #finish(end: number, next: number): void {
    this.end = end;
    this.lines = this.#breaks + 1;
    this.#at = next;
  }

  /** Passes over a record with a fault: to the first line break behind an even number of quotes, as files are cut. */
  #skip(): true {
    const bytes = this.#bytes;
    let isQuoted = false;
    let at = this.start;
    this.#breaks = 0;
    for (; at < bytes.length; at += 1) {
      if (bytes[at] === QUOTE) isQuoted = !isQuoted;
      else if (bytes[at] !== LINE_FEED) continue;
      else if (isQuoted) this.#breaks += 1;
      else break;
    }
    this.fault = isQuoted ? 'open' : 'text beside quotes';
    this.count = 0;
    this.#finish(at > this.start && bytes[at - 1] === RETURN ? at - 1 : at, at + 1);
    return true;
  }
}
