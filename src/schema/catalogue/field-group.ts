import type { Fields } from '../node.ts';

/** A standard class or field group: the fields that it adds to the root of its class. */
export interface FieldGroup {
  readonly $id: string;
  readonly title: string;
  readonly fields: Fields;
}

/** A standard resource; `id` is the part of its `$id` below `https://ns.adobe.com/`. */
export const fieldGroup = (id: string, title: string, fields: Fields): FieldGroup => ({
  $id: `https://ns.adobe.com/${id}`,
  title,
  fields,
});
