import type { Ir } from '../ir.ts';
import type { Frame } from './frame.ts';
import type { Js, Program } from './program.ts';

/** What the parts of the compiler call in each other. A piece is an expression that may stand anywhere. */
export interface Compiler {
  readonly program: Program;
  readonly js: Program['js'];
  readonly frame: Frame;
  /** The value of an expression, never undefined. */
  value(ir: Ir): Js;
  /** An expression in a boolean position, true or false. */
  condition(ir: Ir): Js;
  /** The variable with a number. */
  variable(id: number): Js;
  /** Makes a variable one that a search binds and keeps in the frame. */
  bindLabel(id: number): void;
}
