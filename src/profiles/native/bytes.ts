/** A buffer that grows; numbers are little-endian, as in the engine's binary formats. */
export class Bytes {
  #buffer: Buffer<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1024) {
    this.#buffer = Buffer.from(new ArrayBuffer(capacity));
    this.#view = new DataView(this.#buffer.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written; valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  fill(value: number, count: number): void {
    this.#reserve(count);
    this.#buffer.fill(value, this.#length, this.#length + count);
    this.#length += count;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A whole number up to 2^53, as 64 bits; negative ones in two's complement. */
  int64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#view.setUint32(this.#length, value - high * 0x1_0000_0000, true);
    this.#view.setInt32(this.#length + 4, high, true);
    this.#length += 8;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  /** Bytes with their number before them. */
  bytes(value: Uint8Array): void {
    this.#reserve(value.length + 8);
    this.varint(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** A text with its length in bytes before it. */
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
    this.#reserve(value.length * 3 + 8);
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
    const grown = Buffer.from(new ArrayBuffer(Math.max(this.#buffer.length * 2, this.#length + size)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}

const SHORT = 48;
