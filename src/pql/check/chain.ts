import type { ChainNode, ChainElement as ElementNode } from '../ast.ts';
import type { ChainElement, Ir } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { type Checking, spanOf } from './checking.ts';
import { schemaField } from './paths.ts';
import { bind, enterItem, type Scope } from './scope.ts';
import { checkTimeTest } from './time.ts';
import { ANY, BOOLEAN, isUnknown, itemType, typeOfSchema } from './types.ts';

/** `chain(list, path, [elements])`: each label is a variable in the later elements (pql.md section 9.2). */
export function checkChain(checking: Checking, ast: ChainNode, scope: Scope): Ir {
  const collection = checking.expression(ast.collection, scope);
  if (collection.type.kind !== 'list' && !isUnknown(collection.type)) {
    checking.argumentType(1, 'chain', 'List', collection.type, ast.collection);
  }
  const item = itemType(collection.type);
  checkTimestamp(checking, ast, item);
  reportDuplicates(checking, ast.elements);
  let outer = scope;
  const unavailable = new Set(ast.elements.map((element) => element.label.name));
  const elements: ChainElement[] = [];
  for (const node of ast.elements) {
    elements.push(chainElement(checking, node, outer, item, unavailable));
    const labelId = elements.at(-1)?.labelId ?? 0;
    outer = bind(outer, { id: labelId, name: node.label.name }, item, true);
    if (!mayBeAbsent(node)) unavailable.delete(node.label.name);
  }
  const { timestamp } = ast;
  return { kind: 'chain', collection, timestamp, elements, type: BOOLEAN, span: spanOf(ast) };
}

/** True for elements that count events instead of being assigned some (rule 3). */
export function mayBeAbsent({ count }: Pick<ChainElement, 'count'>): boolean {
  return count !== undefined && count.op !== '>=' && count.op !== '>';
}

function chainElement(
  checking: Checking,
  node: ElementNode,
  outer: Scope,
  type: PqlType,
  unavailable: ReadonlySet<string>,
): ChainElement {
  const { id: labelId } = checking.variable(node.label.name);
  const item = checking.implicit();
  const named = node.item === undefined ? outer : bind(outer, { id: item.id, name: node.item }, type);
  const scope = enterItem(named, item, type);
  return {
    label: node.label.name,
    labelId,
    item,
    what: checking.condition(node.what, scope, 'WHAT'),
    ...(node.when === undefined
      ? {}
      : { when: checkTimeTest(checking, node.when, { ...scope, unavailable: new Set(unavailable) }) }),
    ...(node.where === undefined ? {} : { where: checking.condition(node.where, scope, 'WHERE') }),
    ...(node.count === undefined ? {} : { count: node.count }),
    span: spanOf(node),
  };
}

function checkTimestamp(checking: Checking, { timestamp, start, end, pointer }: ChainNode, item: PqlType): void {
  let type = item;
  timestamp.forEach((name, index) => {
    const field = fieldInside(type, name);
    if (field === undefined) {
      const span = pointer === undefined ? { start, end } : { start, end, pointer };
      checking.error('UNKNOWN_FIELD', `unknown field ${timestamp.slice(0, index + 1).join('.')}`, span);
    }
    type = field ?? ANY;
  });
}

/** The type of a field of an element itself, not of a record that it refers to; undefined where there is none. */
function fieldInside(type: PqlType, name: string): PqlType | undefined {
  if (isUnknown(type) || type.kind === 'list') return ANY;
  if (type.kind === 'map') return type.values;
  if (type.kind !== 'object') return undefined;
  if (type.node === undefined) return ANY;
  const node = schemaField(type.node, name);
  return node && typeOfSchema(node);
}

function reportDuplicates(checking: Checking, elements: readonly ElementNode[]): void {
  const seen = new Set<string>();
  for (const { label } of elements) {
    if (seen.has(label.name)) checking.error('LABEL', `duplicate label ${label.name}`, label);
    seen.add(label.name);
  }
}
