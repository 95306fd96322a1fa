import type { Chain, ChainElement, Ir } from '../ir.ts';
import { fieldName, variableName } from './names.ts';
import { numberText } from './numbers.ts';
import { type PrintScope, withItem, withVariable } from './scope.ts';
import { printTimeTest } from './time.ts';

/** Prints a node in a scope, as an operand of a path or as a whole expression. */
type Print = (ir: Ir, scope: PrintScope, postfix: boolean) => string;

/** The text of a chain. */
export function printChain(chain: Chain, outer: PrintScope, print: Print): string {
  let scope = outer;
  const elements = chain.elements.map((element) => {
    const text = chainElement(element, scope, print);
    scope = withVariable(scope, { id: element.labelId, name: element.label });
    return text;
  });
  const path = chain.timestamp.map(fieldName).join('.');
  return `chain(${print(chain.collection, outer, false)}, ${path}, [${elements.join(', ')}])`;
}

function chainElement(element: ChainElement, outer: PrintScope, print: Print): string {
  const { label, what, when, where, count } = element;
  const scope = withItem(outer, element.item);
  const parts = [`${variableName(label)}: WHAT(${print(what, scope, false)})`];
  if (when !== undefined) parts.push(`WHEN(${printTimeTest(when, (ir) => print(ir, scope, true))})`);
  if (where !== undefined) parts.push(`WHERE(${print(where, scope, false)})`);
  if (count !== undefined)
    parts.push(`COUNT(${count.op === '>=' ? '' : `${count.op} `}${numberText(count.value, true)})`);
  return parts.join(' ');
}
