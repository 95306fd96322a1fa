import type { NamespaceColumn, Reshaping } from '../profiles/source/reshape.ts';
import { CommandError } from './failure.ts';

/**
 * What `--map` and `--namespace` say about the columns of files (profile-store.md section 5.5); undefined when they say
 * nothing.
 *
 * @throws CommandError
 */
export function reshapingOf(maps: readonly string[], namespaces: readonly string[]): Reshaping | undefined {
  if (maps.length === 0 && namespaces.length === 0) return undefined;
  return { renamed: Object.fromEntries(maps.map(renaming)), namespaces: namespaces.map(namespaceColumn) };
}

function renaming(text: string): [column: string, path: string] {
  const [, column, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (column === undefined || path === undefined) {
    throw new CommandError(`--map ${text}: must have the form COLUMN=PATH, as in city=homeAddress.city.`);
  }
  return [column, path];
}

function namespaceColumn(text: string): NamespaceColumn {
  const [, column, namespace, primary] = /^([^=]+)=([^,]+)(,primary)?$/.exec(text) ?? [];
  if (column === undefined || namespace === undefined) {
    throw new CommandError(`--namespace ${text}: must have the form COLUMN=NAMESPACE or COLUMN=NAMESPACE,primary.`);
  }
  return { column, namespace, primary: primary !== undefined };
}
