/** Quotes a name of a database, table or column for use in SQL text. The only way that names get into it. */
export function identifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error(`Not a usable name: ${JSON.stringify(name)}`);
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** Quotes a text as an SQL literal, for the places that take no placeholder (comments, DDL, settings). */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The database of a sandbox, by the sandbox's id (a UUID in lower case). */
export function sandboxDatabase(sandboxId: string): string {
  if (!UUID.test(sandboxId)) throw new Error(`Not the id of a sandbox: ${JSON.stringify(sandboxId)}`);
  return `secant_${sandboxId.replaceAll('-', '')}`;
}
