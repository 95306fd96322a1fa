import type { Ir, Parameter, Span } from '../ir.ts';
import type { PqlType } from '../types.ts';

/** A name that stands for something: a variable, a chain label, or the profile. */
export interface Binding {
  readonly name: string;
  /** Variable number; undefined for the parameter of the query, which is the profile. */
  readonly id: number | undefined;
  readonly type: PqlType;
  readonly label: boolean;
  readonly outer: Binding | undefined;
}

/** An item scope: the current element, or the profile outermost. */
export interface ItemScope {
  /** Variable number of the item; undefined for the profile. */
  readonly id: number | undefined;
  readonly type: PqlType;
  readonly outer: ItemScope | undefined;
}

/** What names mean at one place of a query (pql.md section 5.1). */
export interface Scope {
  readonly item: ItemScope;
  readonly bindings: Binding | undefined;
  /** Labels of the chain whose `WHEN` this is that cannot be used there. */
  readonly unavailable: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

export function rootScope(type: PqlType): Scope {
  return { item: { id: undefined, type, outer: undefined }, bindings: undefined, unavailable: NONE };
}

/** The scope with one more name; it hides an outer one. */
export function bind(scope: Scope, parameter: Parameter, type: PqlType, label = false): Scope {
  const { id, name } = parameter;
  return { ...scope, bindings: { name, id, type, label, outer: scope.bindings } };
}

/** The scope in which a name stands for the profile. */
export function bindRoot(scope: Scope, name: string): Scope {
  const bindings = { name, id: undefined, type: scope.item.type, label: false, outer: scope.bindings };
  return { ...scope, bindings };
}

/** The scope of the elements of a list. */
export function enterItem(scope: Scope, { id }: Parameter, type: PqlType): Scope {
  return { item: { id, type, outer: scope.item }, bindings: scope.bindings, unavailable: NONE };
}

export function lookUp(scope: Scope, name: string): Binding | undefined {
  let binding = scope.bindings;
  while (binding !== undefined && binding.name !== name) binding = binding.outer;
  return binding;
}

/** The item `levels` scopes further out, if there is one. */
export function itemAbove(scope: Scope, levels: number): ItemScope | undefined {
  let item: ItemScope | undefined = scope.item;
  for (let level = 0; level < levels && item !== undefined; level += 1) item = item.outer;
  return item;
}

/** A reference to a variable or, without number, to the profile. */
export function reference({ id, type }: { readonly id: number | undefined; readonly type: PqlType }, span: Span): Ir {
  return id === undefined ? { kind: 'root', type, span } : { kind: 'variable', id, type, span };
}
