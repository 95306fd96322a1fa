import { type PqlValue, toJson } from '../../../src/pql/index.ts';

/** A result as text: equal texts are equal results to the bit, key order included. */
export function resultText(value: PqlValue): string {
  return JSON.stringify(toJson(value));
}
