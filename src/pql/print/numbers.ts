import { MAX_INTEGER } from '../text/lexer.ts';

/** A number literal that reads back as the same number of the same type. */
export function numberText(value: number, integer: boolean): string {
  if (integer) {
    const digits = BigInt(Math.abs(value));
    return `${value < 0 ? '-' : ''}${digits > MAX_INTEGER ? MAX_INTEGER : digits}`;
  }
  const text = String(value);
  if (text.includes('.')) return text;
  const [mantissa = '', exponent] = text.split('e');
  return exponent === undefined ? `${mantissa}.0` : `${mantissa}.0e${exponent}`;
}
