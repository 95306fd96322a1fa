/** A file that cannot be imported at all: it is missing, or not what its name says. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(`${path}: ${message}`, options);
    this.path = path;
  }
}
