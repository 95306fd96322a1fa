import type { SchemaClass } from '../catalogue/catalogue.ts';
import { isTenantRoot } from '../names.ts';
import { array, type FieldNode, object } from '../node.ts';
import { join, type TenantField } from '../tenant-fields.ts';
import { type Kind, type Observation, Observer } from './observation.ts';

/** What data says about fields that the schema does not have. */
export interface Inference {
  /** How many documents were looked at. */
  readonly documents: number;
  /** New fields, and known ones that the data makes wider; all `inferred`. */
  readonly fields: readonly TenantField[];
  /** Paths where the data disagrees with itself or with a known field; rows that do not fit will be rejected. */
  readonly problems: readonly InferenceProblem[];
}

export interface InferenceProblem {
  readonly path: readonly string[];
  /** A sentence without its full stop. */
  readonly reason: string;
}

/**
 * Infers the fields below the tenant roots of documents (roots that begin with `_` and are not the standard's).
 *
 * Integers that meet fractions are doubles; text is a date or a date-time when all of it is one. Where a path holds
 * several types the most frequent one is taken and a problem says so. Nulls count as absent.
 */
export function inferFields(
  schemaClass: SchemaClass,
  documents: Iterable<Readonly<Record<string, unknown>>>,
  known: readonly TenantField[],
): Inference {
  const observer = new Observer();
  let count = 0;
  for (const document of documents) {
    count++;
    for (const name in document) if (isTenantRoot(name)) observer.observe(name, document[name]);
  }
  const problems: InferenceProblem[] = [];
  const found: TenantField[] = [];
  for (const [root, observation] of observer.root.fields) {
    const node = decide(observation, [root], problems);
    if (node) found.push({ class: schemaClass, path: [root], node, origin: 'inferred' });
  }
  if (observer.overflow) {
    problems.push({ path: observer.overflow, reason: 'This and later fields are too many or too deep to be inferred' });
  }
  const { changed, refused } = join(known, found);
  problems.push(...refused.map(({ field, reason }) => ({ path: field.path, reason })));
  return { documents: count, fields: changed, problems };
}

type Family = 'text' | 'number' | 'boolean' | 'object' | 'array';

const FAMILY: Readonly<Record<Kind, Family>> = {
  string: 'text',
  date: 'text',
  'date-time': 'text',
  integer: 'number',
  double: 'number',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
};

/** The node for what was seen at a path; undefined when nothing tells its type. */
function decide(
  observation: Observation,
  path: readonly string[],
  problems: InferenceProblem[],
): FieldNode | undefined {
  const family = familyOf(observation, path, problems);
  switch (family) {
    case undefined:
      return undefined;
    case 'text': {
      const kinds = [...observation.kinds.keys()].filter((kind) => FAMILY[kind] === 'text');
      const only = kinds.length === 1 ? kinds[0] : undefined;
      return { kind: 'scalar', type: only === 'date' || only === 'date-time' ? only : 'string' };
    }
    case 'number':
      return { kind: 'scalar', type: observation.kinds.has('double') ? 'double' : 'integer' };
    case 'boolean':
      return { kind: 'scalar', type: 'boolean' };
    case 'array': {
      const items = observation.items && decide(observation.items, [...path, '[]'], problems);
      if (items === undefined) problems.push({ path, reason: 'Only empty lists were seen, so its type is not known' });
      return items && array(items);
    }
    case 'object': {
      const fields = [...observation.fields].map(
        ([name, field]) => [name, decide(field, [...path, name], problems)] as const,
      );
      return object(Object.fromEntries(fields.filter((entry): entry is [string, FieldNode] => entry[1] !== undefined)));
    }
  }
}

function familyOf(observation: Observation, path: readonly string[], problems: InferenceProblem[]): Family | undefined {
  const counts = new Map<Family, number>();
  for (const [kind, seen] of observation.kinds) counts.set(FAMILY[kind], (counts.get(FAMILY[kind]) ?? 0) + seen.count);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (counts.size > 1 && most) {
    const found = [...observation.kinds].map(([kind, seen]) => `${kind} (${seen.count}, as ${example(seen.example)})`);
    problems.push({ path, reason: `It holds ${found.join(' and ')}; the most frequent type is taken` });
  }
  return most?.[0];
}

function example(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
