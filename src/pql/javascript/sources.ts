import type { Compiler } from './compiler.ts';
import type { Js } from './program.ts';

/** The events as they are stored, for what does not depend on their order. */
export function storedEvents({ js, frame }: Compiler): Js {
  return js`(${frame}.root?.xEvent ?? null)`;
}

/** The events in order of time. */
export function sortedEvents(compiler: Compiler): Js {
  const { js, frame } = compiler;
  return js`${frame}.events(${storedEvents(compiler)})`;
}
