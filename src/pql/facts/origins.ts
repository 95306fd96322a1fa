import type { Ir } from '../ir.ts';
import { lambdaOf, walk } from '../walk.ts';

/** Where a value comes from: a path inside the profile, inside one event, or inside a record of the dimension `entity`. */
export type Origin = {
  readonly path: readonly string[];
} & ({ readonly class: 'profile' | 'event' } | { readonly class: 'dimension'; readonly entity: string });

/** Functions whose result holds elements of their first argument. */
const KEEPS_ELEMENTS: ReadonlySet<string> = new Set(
  'filter topN bottomN head elementAt distinct intersection values min max'.split(' '),
);

/** What the variables of a query stand for, by number. */
export type VariableSources = ReadonlyMap<number, VariableSource>;

/** The value of a `let`, or the items of a list. */
export interface VariableSource {
  readonly bound: 'value' | 'item';
  readonly to: Ir;
}

/** Finds for every variable the list, or the value, that it is bound to. */
export function variableSources(ir: Ir): VariableSources {
  const sources = new Map<number, VariableSource>();
  const items = (id: number, to: Ir) => sources.set(id, { bound: 'item', to });
  walk(ir, (node) => {
    if (node.kind === 'let') sources.set(node.variable.id, { bound: 'value', to: node.value });
    if (node.kind === 'select' || node.kind === 'quantification' || node.kind === 'aggregation') {
      for (const { variable, domain } of node.declarations) items(variable.id, domain);
    }
    if (node.kind === 'call') {
      const [collection] = node.args;
      const item = lambdaOf(node.args)?.params.at(-1);
      if (collection !== undefined && item !== undefined) items(item.id, collection);
    }
    if (node.kind === 'chain') {
      for (const { item, labelId } of node.elements) {
        items(item.id, node.collection);
        items(labelId, node.collection);
      }
    }
  });
  return sources;
}

/** The origin of a value as far as it is a path; undefined for computed values. */
export function originOf(ir: Ir, sources: VariableSources): Origin | undefined {
  switch (ir.kind) {
    case 'root':
      return { class: 'profile', path: [] };
    case 'events':
      return { class: 'event', path: [] };
    case 'variable': {
      const source = sources.get(ir.id);
      return source === undefined ? undefined : originOf(source.to, sources);
    }
    case 'field':
    case 'wildcard': {
      const name = ir.kind === 'field' ? ir.name : '*';
      const { entity } = ir;
      return entity === undefined
        ? extend(originOf(ir.object, sources), name)
        : { class: 'dimension', entity, path: [name] };
    }
    case 'call': {
      const [object, key] = ir.args;
      if (object === undefined) return undefined;
      const literalKey = ir.name === 'get' && key?.kind === 'literal' && typeof key.value === 'string';
      if (literalKey) return extend(originOf(object, sources), String(key.value));
      return KEEPS_ELEMENTS.has(ir.name) ? originOf(object, sources) : undefined;
    }
    case 'select': {
      const [first] = ir.declarations;
      return first === undefined ? undefined : originOf(first.domain, sources);
    }
    default:
      return undefined;
  }
}

function extend(origin: Origin | undefined, name: string): Origin | undefined {
  return origin && { ...origin, path: [...origin.path, name] };
}
