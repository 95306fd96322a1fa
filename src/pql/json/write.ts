import type { ChainElement, Declaration, Ir, TimeRef, TimeTest } from '../ir.ts';
import { formatPath, withoutPrefix } from './path.ts';
import { variableNames } from './variable-names.ts';

/** A pql/json node as plain data, keys in the order of pql.md section 10.1. */
export type JsonNode = { readonly nodeType: string } & Readonly<Record<string, unknown>>;

/** The pql/json tree of a query. */
export function toTree(ir: Ir): JsonNode {
  const names = variableNames(ir);
  return write(ir, (id) => names.get(id) ?? `v${id}`);
}

/** The pql/json text of a query, compact. */
export function toJson(ir: Ir): string {
  return JSON.stringify(toTree(ir));
}

type NameOf = (id: number) => string;

const ROOT: JsonNode = { nodeType: 'parameterReference', position: 1 };

function write(ir: Ir, nameOf: NameOf): JsonNode {
  const node = (child: Ir) => write(child, nameOf);
  switch (ir.kind) {
    case 'literal':
      return literal(ir);
    case 'root':
      return ROOT;
    case 'events':
      return { nodeType: 'fieldLookup', fieldName: 'xEvent', object: ROOT };
    case 'variable':
      return { nodeType: 'varRef', varName: nameOf(ir.id) };
    case 'field':
      return { nodeType: 'fieldLookup', fieldName: withoutPrefix(ir.name), object: node(ir.object) };
    case 'wildcard':
      return { nodeType: 'fieldLookup', fieldName: '*', object: node(ir.object) };
    case 'call':
      return apply(ir.name, ir.args.map(node));
    case 'and':
    case 'or':
      return apply(ir.kind, ir.operands.map(node));
    case 'not':
      return apply('not', [node(ir.operand)]);
    case 'if':
      return apply('if', [node(ir.condition), node(ir.then), node(ir.else)]);
    case 'lambda': {
      const params = ir.params.map(({ id }) => ({ varName: nameOf(id) }));
      return { nodeType: 'fnCreate', params, body: node(ir.body) };
    }
    case 'let':
      return { nodeType: 'let', varName: nameOf(ir.variable.id), value: node(ir.value), body: node(ir.body) };
    case 'list':
      return list(ir, nameOf);
    case 'object': {
      const entries = ir.entries.map(({ name, value }) => ({ name, value: node(value) }));
      return { nodeType: 'object', entries };
    }
    case 'select':
      return { nodeType: 'select', variables: declarations(ir.declarations, nameOf) };
    case 'quantification': {
      const { quantifier } = ir;
      return { nodeType: 'quantification', quantifier, variables: declarations(ir.declarations, nameOf) };
    }
    case 'aggregation': {
      const value = ir.value === undefined ? {} : { value: node(ir.value) };
      return { nodeType: 'aggregation', fnName: ir.name, ...value, variables: declarations(ir.declarations, nameOf) };
    }
    case 'occurs':
      return apply('occurs', [node(ir.subject), timeTest(ir.test, nameOf)]);
    case 'chain':
      return {
        nodeType: 'chain',
        collection: node(ir.collection),
        timestamp: formatPath(ir.timestamp),
        elements: ir.elements.map((element) => chainElement(element, nameOf)),
      };
    case 'context':
      return { nodeType: 'contextReference', name: ir.name };
  }
}

function apply(fnName: string, params: readonly JsonNode[]): JsonNode {
  return { nodeType: 'fnApply', fnName, params };
}

function literal({ value, type }: Extract<Ir, { kind: 'literal' }>): JsonNode {
  return { nodeType: 'literal', literalType: literalType(value, type.kind), value };
}

function literalType(value: string | number | boolean | null, kind: string): string {
  if (value === null) return 'Null';
  if (kind === 'date') return 'Date';
  if (kind === 'datetime') return 'DateTime';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  return kind === 'integer' ? 'Integer' : 'Number';
}

function list({ items }: Extract<Ir, { kind: 'list' }>, nameOf: NameOf): JsonNode {
  const literals = items.filter((item) => item.kind === 'literal');
  if (literals.length === items.length) {
    return { nodeType: 'literal', literalType: 'List', value: literals.map((item) => item.value) };
  }
  return { nodeType: 'list', items: items.map((item) => write(item, nameOf)) };
}

function declarations(list: readonly Declaration[], nameOf: NameOf): readonly JsonNode[] {
  return list.map(({ variable, domain, condition }) => ({
    nodeType: 'varDecl',
    varName: nameOf(variable.id),
    from: write(domain, nameOf),
    ...(condition === undefined ? {} : { where: write(condition, nameOf) }),
  }));
}

function chainElement(element: ChainElement, nameOf: NameOf): JsonNode {
  const { what, when, where, count } = element;
  return {
    nodeType: 'chainElement',
    label: nameOf(element.labelId),
    varName: nameOf(element.item.id),
    what: write(what, nameOf),
    ...(when === undefined ? {} : { when: timeTest(when, nameOf) }),
    ...(where === undefined ? {} : { where: write(where, nameOf) }),
    ...(count === undefined ? {} : { count: { op: count.op, value: count.value } }),
  };
}

function timeTest(test: TimeTest, nameOf: NameOf): JsonNode {
  const nodeType = 'timeTest';
  switch (test.kind) {
    case 'distance': {
      const { op, amount, unit, direction } = test;
      return { nodeType, test: 'distance', op, amount, unit, direction, reference: timeRef(test.reference, nameOf) };
    }
    case 'relation':
      return {
        nodeType,
        test: 'relation',
        direction: test.direction,
        reference: timeRef(test.reference, nameOf),
      };
    case 'on':
      return { nodeType, test: 'on', reference: timeRef(test.reference, nameOf) };
    case 'between':
      return { nodeType, test: 'between', from: timeRef(test.from, nameOf), to: timeRef(test.to, nameOf) };
    case 'and':
    case 'or':
      return { nodeType, test: test.kind, params: test.operands.map((operand) => timeTest(operand, nameOf)) };
    case 'not':
      return { nodeType, test: 'not', param: timeTest(test.operand, nameOf) };
  }
}

function timeRef(reference: TimeRef, nameOf: NameOf): JsonNode {
  switch (reference.kind) {
    case 'period':
      return { nodeType: 'timeRef', ref: reference.which, unit: reference.unit };
    case 'offset': {
      const { amount, unit, direction } = reference;
      return {
        nodeType: 'timeRef',
        ref: 'offset',
        amount,
        unit,
        direction,
        reference: timeRef(reference.reference, nameOf),
      };
    }
    case 'label':
      return { nodeType: 'varRef', varName: nameOf(reference.id) };
    case 'expression':
      return write(reference.value, nameOf);
    default:
      return { nodeType: 'timeRef', ref: reference.kind };
  }
}
