import type { Ir, Span } from '../ir.ts';

/** Thrown while compiling where SQL has no exact form; never reaches a user as an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly span: Span;

  /** @param construct what cannot be said in SQL, as a noun phrase: `sorting by a key` */
  constructor(construct: string, span: Span) {
    super(construct);
    this.span = span;
  }
}

export function refuse(construct: string, at: Ir): never {
  throw new Refusal(construct, at.span);
}
