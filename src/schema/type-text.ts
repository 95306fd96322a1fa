import type { FieldNode } from './node.ts';

/** A type as people read it: `date-time`, `array of { sku: string, quantity: integer }`. */
export function typeText(node: FieldNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.type;
    case 'array':
      return `array of ${typeText(node.items)}`;
    case 'map':
      return `map of ${typeText(node.values)}`;
    case 'object': {
      const fields = Object.entries(node.fields).map(([name, field]) => `${name}: ${typeText(field)}`);
      return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
    }
  }
}
