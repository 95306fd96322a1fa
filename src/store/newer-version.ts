/** A store was written by a newer version of the product, which this one must not touch. */
export class NewerVersionError extends Error {
  override readonly name = 'NewerVersionError';

  /** @param store `control` or `columnar` */
  constructor(store: string, module: string, found: number, known: number) {
    super(
      `The ${store} store has version ${found} of ${module}, this program knows ${known}: ` +
        'it was written by a newer version. Use that version, or another data directory.',
    );
  }
}
