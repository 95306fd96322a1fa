import { type PqlValue, valueToJson } from '../../../src/pql/index.ts';

/** A result as text: equal texts are equal results to the bit, key order included. */
export function resultText(value: PqlValue): string {
  return JSON.stringify(valueToJson(value));
}
