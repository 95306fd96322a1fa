/**
 * Reads JSON of which every text has a UTF-8 form: half a surrogate pair, which only an escape can write, becomes U+FFFD.
 *
 * @throws SyntaxError
 */
export const parseJson = (text: string): unknown =>
  text.includes('\\u') ? JSON.parse(text, wellFormed) : JSON.parse(text);

const wellFormed = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;
