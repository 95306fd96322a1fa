/** Why a row of an import was not taken. */
export type RejectionCode =
  | 'MALFORMED'
  | 'INVALID_UTF8'
  | 'TOO_LARGE'
  | 'TYPE'
  | 'FORMAT'
  | 'ENUM'
  | 'PATTERN'
  | 'RANGE'
  | 'LENGTH'
  | 'REQUIRED'
  | 'UNKNOWN_FIELD'
  | 'NO_IDENTITY'
  | 'INVALID_IDENTITY'
  | 'AMBIGUOUS_PRIMARY'
  | 'TOO_MANY_IDENTITIES'
  | 'FUTURE_TIMESTAMP'
  | 'TRUNCATED';

/** Thrown inside validation; `path` grows from the field that is wrong up to the root. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly code: RejectionCode;
  readonly #path: string[];

  constructor(code: RejectionCode, message: string, path: readonly string[] = []) {
    super(message);
    this.code = code;
    this.#path = [...path];
  }

  /** Says that the problem lies below a field or item. */
  below(step: string | number): this {
    this.#path.unshift(typeof step === 'number' ? `[${step}]` : step);
    return this;
  }

  /** Names of objects and maps, and `[2]` for items. */
  get path(): readonly string[] {
    return this.#path;
  }

  /** The sentence for people: `homeAddress.city: expected a string, found a list`. */
  get text(): string {
    const path = this.#path.join('.').replaceAll('.[', '[');
    return path === '' ? this.message : `${path}: ${this.message}`;
  }
}
