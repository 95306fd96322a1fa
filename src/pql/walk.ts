import type { ChainElement, Declaration, Ir, Lambda, Parameter, TimeRef, TimeTest } from './ir.ts';

/** The nodes directly below a node, in textual order as far as there is one; time tests and chains included. */
export function childrenOf(ir: Ir): readonly Ir[] {
  switch (ir.kind) {
    case 'literal':
    case 'root':
    case 'events':
    case 'variable':
    case 'context':
      return [];
    case 'field':
    case 'wildcard':
      return [ir.object];
    case 'call':
      return ir.args;
    case 'and':
    case 'or':
      return ir.operands;
    case 'not':
      return [ir.operand];
    case 'if':
      return [ir.condition, ir.then, ir.else];
    case 'lambda':
      return [ir.body];
    case 'let':
      return [ir.value, ir.body];
    case 'list':
      return ir.items;
    case 'object':
      return ir.entries.map((entry) => entry.value);
    case 'select':
    case 'quantification':
      return ir.declarations.flatMap(declarationNodes);
    case 'aggregation':
      return [...(ir.value === undefined ? [] : [ir.value]), ...ir.declarations.flatMap(declarationNodes)];
    case 'occurs':
      return [ir.subject, ...timeTestNodes(ir.test)];
    case 'chain':
      return [ir.collection, ...ir.elements.flatMap(elementNodes)];
  }
}

function declarationNodes({ domain, condition }: Declaration): readonly Ir[] {
  return condition === undefined ? [domain] : [domain, condition];
}

function elementNodes({ what, when, where }: ChainElement): readonly Ir[] {
  return [what, ...(when === undefined ? [] : timeTestNodes(when)), ...(where === undefined ? [] : [where])];
}

/** The expressions among the references of a time test. */
function timeTestNodes(test: TimeTest): readonly Ir[] {
  return timeRefsOf(test).flatMap((reference) => (reference.kind === 'expression' ? [reference.value] : []));
}

/** Every reference in a time test, the references of offsets included. */
export function timeRefsOf(test: TimeTest): readonly TimeRef[] {
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.operands.flatMap(timeRefsOf);
    case 'not':
      return timeRefsOf(test.operand);
    case 'between':
      return [...withOffsets(test.from), ...withOffsets(test.to)];
    default:
      return withOffsets(test.reference);
  }
}

function withOffsets(reference: TimeRef): readonly TimeRef[] {
  return reference.kind === 'offset' ? [reference, ...withOffsets(reference.reference)] : [reference];
}

/** Calls `visit` for a node and everything below it, parents first. */
export function walk(ir: Ir, visit: (node: Ir) => void): void {
  visit(ir);
  for (const child of childrenOf(ir)) walk(child, visit);
}

/** The variables that a node binds, with the names that they have in the query. */
export function boundBy(ir: Ir): readonly Parameter[] {
  switch (ir.kind) {
    case 'lambda':
      return ir.params;
    case 'let':
      return [ir.variable];
    case 'select':
    case 'quantification':
    case 'aggregation':
      return ir.declarations.map((declaration) => declaration.variable);
    case 'chain':
      return ir.elements.flatMap(({ label, labelId, item }) => [{ id: labelId, name: label }, item]);
    default:
      return [];
  }
}

/** The lambda among the arguments of a call, if there is one. */
export function lambdaOf(args: readonly Ir[]): Lambda | undefined {
  return args.find((arg) => arg.kind === 'lambda');
}
