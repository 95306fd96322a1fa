import type { Ir, Span } from '../ir.ts';

/** Thrown while compiling where SQL has no exact form; never reaches a user as an error. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly span: Span;

  /** @param construct what cannot be said in SQL, as a noun phrase: `sorting by a key` */
  constructor(construct: string, span: Span) {
    super(construct);
    this.span = span;
  }
}

/** A condition on single events that reads something else: over an array of events it may have a form. */
export class OutOfReach extends Refusal {}

export function refuseOutOfReach(construct: string, at: Ir): never {
  throw new OutOfReach(construct, at.span);
}

export function refuse(construct: string, at: Ir): never {
  throw new Refusal(construct, at.span);
}
