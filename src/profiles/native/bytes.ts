/** Part of a buffer that holds UTF-8. */
export interface ByteRange {
  readonly source: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Texts one after the other, each with its length in bytes before it, in a buffer that grows. */
export class Bytes {
  #buffer: Buffer<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 1024) {
    this.#buffer = Buffer.alloc(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written; valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Forgets what was written and keeps the memory. */
  clear(): void {
    this.#buffer.fill(0, 0, this.#length);
    this.#length = 0;
  }

  /** Adds zero bytes: empty texts. Whatever lies behind the length is zero already. */
  zeros(count: number): void {
    this.#reserve(count);
    this.#length += count;
  }

  varint(value: number): void {
    this.#reserve(MAX_VARINT);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  range(source: Buffer, start: number, end: number): void {
    const size = end - start;
    this.#reserve(size + MAX_VARINT);
    this.varint(size);
    const buffer = this.#buffer;
    const to = this.#length - start;
    if (size < SHORT) for (let index = start; index < end; index++) buffer[to + index] = source[index] ?? 0;
    else source.copy(buffer, this.#length, start, end);
    this.#length += size;
  }

  text(value: string): void {
    if (value.length < SHORT) this.#shortText(value);
    else this.#longText(value);
  }

  /** Most texts are short and plain: a loop here costs less than a call into the runtime. */
  #shortText(value: string): void {
    this.#reserve(value.length + 1);
    const buffer = this.#buffer;
    const start = this.#length + 1;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) {
        this.#longText(value);
        return;
      }
      buffer[start + index] = code;
    }
    buffer[start - 1] = value.length;
    this.#length = start + value.length;
  }

  /** Written where it belongs if it is plain; one that is not turns out longer than its number of characters. */
  #longText(value: string): void {
    const start = this.#length;
    this.#reserve(value.length * 3 + MAX_VARINT);
    this.varint(value.length);
    const size = this.#buffer.write(value, this.#length);
    if (size !== value.length) {
      this.#length = start;
      this.varint(size);
      this.#buffer.write(value, this.#length, size);
    }
    this.#length += size;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const grown = Buffer.alloc(Math.max(this.#buffer.length * 2, this.#length + size));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

const SHORT = 48;

/** Bytes of the longest number before a text. */
const MAX_VARINT = 8;
