import { invalidField } from '../errors.ts';
import type { SchemaClass } from './catalogue/catalogue.ts';
import { problemOfFieldName, problemOfTenantPath } from './names.ts';
import type { FieldNode } from './node.ts';
import { typeText } from './type-text.ts';
import { widened } from './widen.ts';

/** A field that a tenant added below its root (`_acme.favouriteStore`), declared by a person or inferred from data. */
export interface TenantField {
  readonly class: SchemaClass;
  /** From the tenant root, one name a step: `['_acme', 'favouriteStore']`. */
  readonly path: readonly string[];
  /** Never an object: objects are the paths that lead to their fields. */
  readonly node: FieldNode;
  readonly origin: 'declared' | 'inferred';
}

/**
 * The fields that change when `additions` join `existing`: new ones, and existing ones that become wider.
 *
 * Throws `UPAPI-900003-400` for a bad name, and for a type that disagrees with a field that exists.
 */
export function changedFields(
  existing: readonly TenantField[],
  additions: readonly TenantField[],
): readonly TenantField[] {
  const { changed, refused } = join(existing, additions);
  const first = refused[0];
  if (first) throw invalidField(dotted(first.field.path), `${first.reason}.`);
  return changed;
}

export interface Refusal {
  readonly field: TenantField;
  /** A sentence without its full stop. */
  readonly reason: string;
}

/** As {@link changedFields}, with the additions that cannot join as data. */
export function join(
  existing: readonly TenantField[],
  additions: readonly TenantField[],
): { readonly changed: readonly TenantField[]; readonly refused: readonly Refusal[] } {
  const all = new Map(existing.map((field) => [keyOf(field), field]));
  const changed = new Map<string, TenantField>();
  const refused: Refusal[] = [];
  for (const addition of additions.flatMap(leaves)) {
    const key = keyOf(addition);
    const present = all.get(key);
    const reason = problemOf(addition) ?? (present ? undefined : structuralConflict(addition, all.values()));
    const node = present ? widenedFor(present, addition) : addition.node;
    if (reason !== undefined || node === undefined) {
      refused.push({ field: addition, reason: reason ?? disagreement(present ?? addition, addition) });
    } else if (node !== present?.node) {
      const field = { ...(present ?? addition), node };
      all.set(key, field);
      changed.set(key, field);
    }
  }
  return { changed: [...changed.values()], refused };
}

/** `_acme.scores.churn`; the elements of a list are `_acme.visits[]`. */
export const dotted = (path: readonly string[]): string => path.join('.').replaceAll('.[]', '[]');

const keyOf = (field: TenantField): string => `${field.class} ${dotted(field.path)}`;

/** The same field without objects on the way: one field a leaf. */
function leaves(field: TenantField): readonly TenantField[] {
  if (field.node.kind !== 'object') return [field];
  return Object.entries(field.node.fields).flatMap(([name, node]) =>
    leaves({ ...field, path: [...field.path, name], node }),
  );
}

const problemOf = (field: TenantField): string | undefined =>
  problemOfTenantPath(field.path) ?? problemOfNames(field.node);

function problemOfNames(node: FieldNode): string | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined;
    case 'array':
      return problemOfNames(node.items);
    case 'map':
      return problemOfNames(node.values);
    case 'object':
      return Object.entries(node.fields)
        .map(([name, field]) => problemOfFieldName(name) ?? problemOfNames(field))
        .find((problem) => problem !== undefined);
  }
}

function structuralConflict(field: TenantField, existing: Iterable<TenantField>): string | undefined {
  for (const other of existing) {
    if (other.class !== field.class) continue;
    if (startsWith(field.path, other.path)) return `${dotted(other.path)} is a field of type ${typeText(other.node)}`;
    if (startsWith(other.path, field.path)) return `It is an object already, with the field ${dotted(other.path)}`;
  }
  return undefined;
}

/** What a person declared stays as it is: data does not widen it. */
function widenedFor(present: TenantField, addition: TenantField): FieldNode | undefined {
  const node = widened(present.node, addition.node);
  const fixed = present.origin === 'declared' && addition.origin === 'inferred';
  return fixed && node !== present.node ? undefined : node;
}

const disagreement = (present: TenantField, addition: TenantField): string =>
  `It is ${present.origin} as ${typeText(present.node)} and cannot be ${typeText(addition.node)}`;

const startsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((name, index) => path[index] === name);
