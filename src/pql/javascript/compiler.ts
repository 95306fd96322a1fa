import type { Ir } from '../ir.ts';
import type { PqlValue } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** A compiled expression; reads the frame of its query. */
export type Value = () => PqlValue;

/** A compiled expression in a boolean position. */
export type Condition = () => boolean;

/** What the parts of the compiler call in each other. */
export interface Compiler {
  readonly frame: Frame;
  value(ir: Ir): Value;
  condition(ir: Ir): Condition;
}
