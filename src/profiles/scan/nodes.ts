import type { FieldNode, ObjectField } from '../../schema/node.ts';
import type { AttributeLeaf } from '../native/attribute-column.ts';
import type { Check } from '../validation/check.ts';
import { compileCheck } from '../validation/compile.ts';

/** How the value of a leaf is read from bytes: `parsed` ones by the platform's parser. */
export type LeafKind = 'text' | 'number' | 'boolean' | 'instant' | 'parsed';

/** A field that is no object, with what the last scan that met it found. */
export class ScanLeaf {
  readonly name: Buffer;
  readonly path: readonly string[];
  readonly kind: LeafKind;
  readonly check: Check;
  /** Whether the kind is all that the schema asks for, so that `check` need not be called. */
  readonly isFree: boolean;
  /** Where its values go; null for nowhere. Found out when there is the first. */
  target: AttributeLeaf | null | undefined;
  /** What came after it the last time. */
  next: ScanNode | undefined;
  /** Number of the scan that met it last. */
  seen = 0;
  /** Where a text or parsed value stands, a text without its quotes. */
  start = 0;
  end = 0;
  /** A number, a boolean as 0 or 1, an instant in epoch milliseconds. */
  number = 0;
  /** What was parsed last, and where it stands; undefined for what is not plain. */
  value: unknown;
  source: Buffer | undefined;

  constructor(path: readonly string[], field: FieldNode) {
    this.path = path;
    this.name = Buffer.from(path.at(-1) ?? '');
    this.kind = kindOf(field);
    this.isFree = isFree(field);
    this.check = compileCheck(field, { text: false, nulls: 'drop', unknownFields: 'reject' });
  }
}

/** An object whose fields are known. */
export class ScanBranch {
  readonly name: Buffer;
  readonly required: readonly ScanNode[];
  next: ScanNode | undefined;
  seen = 0;
  /** The field that was met last. */
  last: ScanNode | undefined;
  readonly path: readonly string[];
  readonly #fields: ObjectField['fields'];
  /** Fields in the order in which they were met. */
  readonly met: ScanNode[] = [];

  constructor(path: readonly string[], { fields, required = [] }: ObjectField) {
    this.name = Buffer.from(path.at(-1) ?? '');
    this.path = path;
    this.#fields = fields;
    this.required = required.flatMap((name) => this.find(name) ?? []);
  }

  /** The field of a name, made when it is first met; undefined when the schema has none. */
  find(name: string): ScanNode | undefined {
    const known = this.met.find((node) => node.path.at(-1) === name);
    if (known !== undefined) return known;
    const field = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    if (field === undefined) return undefined;
    const path = [...this.path, name];
    const child = field.kind === 'object' ? new ScanBranch(path, field) : new ScanLeaf(path, field);
    this.met.push(child);
    return child;
  }
}

export type ScanNode = ScanBranch | ScanLeaf;

function kindOf(field: FieldNode): LeafKind {
  if (field.kind !== 'scalar') return 'parsed';
  switch (field.type) {
    case 'string':
      return 'text';
    case 'integer':
    case 'double':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'parsed';
    case 'date-time':
      return 'instant';
  }
}

const BOUNDS = [
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
];

/** Integers are never free: not every number is one. */
function isFree(field: FieldNode): boolean {
  return field.kind === 'scalar' && field.type !== 'integer' && !BOUNDS.some((name) => Object.hasOwn(field, name));
}
