const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  "'": "'",
  '/': '/',
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
};

export interface ReadString {
  readonly value: string;
  /** Offset after the string. */
  readonly end: number;
  readonly fault?: { readonly start: number; readonly end: number; readonly hint: string };
}

/** Reads the string literal that opens at `start`; on a fault it still ends where the string most likely does. */
export function readString(text: string, start: number): ReadString {
  const quote = text.charAt(start);
  let value = '';
  let fault: ReadString['fault'];
  let at = start + 1;
  for (;;) {
    const char = text.charAt(at);
    if (char === '' || char === '\n' || char === '\r') {
      return { value, end: at, fault: { start, end: at, hint: `close the string with ${quote}` } };
    }
    if (char === quote) return { value, end: at + 1, ...(fault === undefined ? {} : { fault }) };
    if (char !== '\\') {
      value += char;
      at += 1;
      continue;
    }
    const escaped = readEscape(text, at);
    if (escaped.value === undefined) {
      fault ??= { start: at, end: escaped.end, hint: 'write \\\\ for a backslash' };
    }
    value += escaped.value ?? '';
    at = escaped.end;
  }
}

function readEscape(text: string, at: number): { readonly value: string | undefined; readonly end: number } {
  const char = text.charAt(at + 1);
  if (char === 'u') {
    const digits = text.slice(at + 2, at + 6);
    return /^[0-9a-fA-F]{4}$/.test(digits)
      ? { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 }
      : { value: undefined, end: at + 2 };
  }
  const lineBreak = char === '' || char === '\n' || char === '\r';
  return { value: ESCAPES[char], end: at + (lineBreak ? 1 : 2) };
}

const NEEDS_ESCAPE = /["\\\n\r]/g;
const ESCAPED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

/** The string literal of canonical text: double quotes, escapes only where needed. */
export function quoteString(value: string): string {
  return `"${value.replace(NEEDS_ESCAPE, (char) => ESCAPED[char] ?? char)}"`;
}
