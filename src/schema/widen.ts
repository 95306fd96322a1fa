import type { ScalarKind } from '../pql/types.ts';
import type { FieldNode, Fields, ObjectField, ScalarField } from './node.ts';

/**
 * The node that holds what `known` holds and also what `found` holds; `known` itself when it does already, undefined
 * when there is none. Schemas only grow (profile-store.md section 2.1): an integer may become a double, which has the
 * same column, and an object may gain fields.
 */
export function widened(known: FieldNode, found: FieldNode): FieldNode | undefined {
  switch (known.kind) {
    case 'scalar':
      return found.kind === 'scalar' ? widenedScalar(known, found) : undefined;
    case 'array': {
      const items = found.kind === 'array' ? widened(known.items, found.items) : undefined;
      return items && (items === known.items ? known : { ...known, items });
    }
    case 'map': {
      const values = found.kind === 'map' ? widened(known.values, found.values) : undefined;
      return values && (values === known.values ? known : { ...known, values });
    }
    case 'object':
      return found.kind === 'object' ? widenedObject(known, found.fields) : undefined;
  }
}

/** Types whose values a field of another type takes as they are. */
const TAKES: Readonly<Partial<Record<ScalarKind, readonly ScalarKind[]>>> = {
  double: ['integer'],
  string: ['date', 'date-time'],
};

function widenedScalar(known: ScalarField, found: ScalarField): ScalarField | undefined {
  if (known.type === found.type || TAKES[known.type]?.includes(found.type)) return known;
  return known.type === 'integer' && found.type === 'double' ? { ...known, type: 'double' } : undefined;
}

function widenedObject(known: ObjectField, found: Fields): ObjectField | undefined {
  const fields = new Map(Object.entries(known.fields));
  let changed = false;
  for (const [name, node] of Object.entries(found)) {
    const present = fields.get(name);
    const field = present ? widened(present, node) : node;
    if (field === undefined) return undefined;
    changed ||= field !== present;
    fields.set(name, field);
  }
  return changed ? { ...known, fields: Object.fromEntries(fields) } : known;
}
