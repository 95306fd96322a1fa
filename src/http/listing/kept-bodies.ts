/** Bodies of up to 100 audiences of the usual size are kept. */
const LARGEST = 200_000;

/** The bytes of the last answer that was made of each page of a list, for as long as there is the page. */
export class KeptBodies {
  readonly #kept = new WeakMap<object, { readonly request: string; readonly bytes: Buffer }>();

  /** @param request what the answer depends on beside the page */
  of(page: object, request: string, make: () => string): Buffer {
    const known = this.#kept.get(page);
    if (known?.request === request) return known.bytes;
    const bytes = Buffer.from(make());
    if (bytes.length <= LARGEST) this.#kept.set(page, { request, bytes });
    return bytes;
  }
}
