import type { Declaration, Ir, TimeRef, TimeTest } from '../../pql/ir.ts';

/** The expressions directly inside of an expression, in textual order. */
export function children(ir: Ir): readonly Ir[] {
  switch (ir.kind) {
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
      return ofDeclarations(ir.declarations);
    case 'aggregation':
      return [...(ir.value ? [ir.value] : []), ...ofDeclarations(ir.declarations)];
    case 'occurs':
      return [ir.subject, ...ofTest(ir.test)];
    case 'chain':
      return [
        ir.collection,
        ...ir.elements.flatMap(({ what, when, where }) => [
          what,
          ...(when ? ofTest(when) : []),
          ...(where ? [where] : []),
        ]),
      ];
    default:
      return [];
  }
}

function ofDeclarations(declarations: readonly Declaration[]): readonly Ir[] {
  return declarations.flatMap(({ domain, condition }) => (condition ? [domain, condition] : [domain]));
}

function ofTest(test: TimeTest): readonly Ir[] {
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.operands.flatMap(ofTest);
    case 'not':
      return ofTest(test.operand);
    case 'between':
      return [...ofReference(test.from), ...ofReference(test.to)];
    default:
      return ofReference(test.reference);
  }
}

function ofReference(ref: TimeRef): readonly Ir[] {
  if (ref.kind === 'expression') return [ref.value];
  return ref.kind === 'offset' ? ofReference(ref.reference) : [];
}
