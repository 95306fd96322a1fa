/** The type of an attribute column or of a part of one; see docs/data-layout.md. */
export type ColumnType =
  | { readonly kind: 'string'; readonly lowCardinality?: boolean }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'array'; readonly items: ColumnType }
  | { readonly kind: 'tuple'; readonly fields: Readonly<Record<string, ColumnType>> }
  | { readonly kind: 'map'; readonly values: ColumnType };

/** One attribute column that exists in a table: path `['homeAddress','city']`, name `/homeAddress/city`. */
export interface AttributeColumn {
  readonly path: readonly string[];
  readonly name: string;
  readonly type: ColumnType;
}

/** The attribute columns that hold data today; a schema field without one is null everywhere. */
export interface Layout {
  readonly profile: readonly AttributeColumn[];
  readonly event: readonly AttributeColumn[];
}
