/** The only two places where names and values become SQL text. */

/** A quoted identifier: attribute columns hold slashes, dots and any other character of a field name. */
export function identifier(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

/** A field of a named tuple, or of every tuple of an array. A column is read by its subcolumn. */
export function member(tuple: string, name: string): string {
  return /^`[^`]*`$/.test(tuple) ? `${tuple}.${identifier(name)}` : `tupleElement(${tuple}, ${text(name)})`;
}

/** A string constant. Everything that the lexer could read as the end of it or as an escape is escaped. */
export function text(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`;
}

/** A Float64 constant, whatever its value: numbers of the language are IEEE doubles. */
export function double(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '(-inf)';
  const digits = Object.is(value, -0) ? '-0' : String(value);
  const float = /[.e]/.test(digits) ? digits : `${digits}.`;
  return float.startsWith('-') ? `(${float})` : float;
}

/** An integer constant: epoch milliseconds, counts, positions. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not an integer that SQL text can hold: ${value}`);
  return value < 0 ? `(${value})` : String(value);
}

/** Conjunction; no operands is true. */
export function and(operands: readonly string[]): string {
  const rest = [...new Set(operands)].filter((operand) => operand !== 'true');
  if (rest.includes('false')) return 'false';
  if (rest.length < 2) return rest[0] ?? 'true';
  return `(${rest.join(' AND ')})`;
}

/** The operands of a conjunction that {@link and} made, nested ones too; any other text is its own only operand. */
export function conjuncts(sql: string): readonly string[] {
  if (!sql.startsWith('(')) return [sql];
  const parts: string[] = [];
  let depth = 0;
  let start = 1;
  for (const { 0: token, index } of sql.matchAll(TOKENS)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === ' AND ' && depth === 1) {
      parts.push(sql.slice(start, index));
      start = index + token.length;
    }
    if (depth === 0 && index < sql.length - 1) return [sql];
  }
  return parts.length === 0 ? [sql] : [...parts, sql.slice(start, -1)].flatMap(conjuncts);
}

/** What tells the operands of a conjunction apart; quoted texts and names are passed over. */
const TOKENS = /'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\(|\)| AND /gs;

/** Disjunction; no operands is false. */
export function or(operands: readonly string[]): string {
  const rest = [...new Set(operands)].filter((operand) => operand !== 'false');
  if (rest.includes('true')) return 'true';
  if (rest.length < 2) return rest[0] ?? 'false';
  return `(${rest.join(' OR ')})`;
}

export function not(operand: string): string {
  if (operand === 'true') return 'false';
  if (operand === 'false') return 'true';
  return `NOT ${operand}`;
}

/** Text that needs no name of its own. */
const SHORT = 80;

/** The text of something that needs an operand more than once: a long one is computed once, under a name. */
export function named(name: string, sql: string, use: (sql: string) => string): string {
  return sql.length <= SHORT ? use(sql) : `arrayMap(${name} -> ${use(name)}, [${sql}])[1]`;
}
