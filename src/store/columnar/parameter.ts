/** A value that can be bound to a `{name:Type}` placeholder. */
export type Parameter = string | number | bigint | boolean | null | readonly Parameter[];

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

/** The text in which the engine takes a parameter: tab-separated escaping outside, SQL literals inside of lists. */
export function parameterText(value: Parameter): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeText(value);
  return element(value);
}

function element(value: Parameter): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${escapeText(value)}'`;
  if (typeof value === 'object') return `[${value.map(element).join(',')}]`;
  return String(value);
}

function escapeText(text: string): string {
  return text.replace(/[\\'\t\n\r\0]/g, (character) => ESCAPES[character] ?? character);
}
