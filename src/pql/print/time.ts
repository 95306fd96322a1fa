import type { Ir, TimeRef, TimeTest, TimeUnit } from '../ir.ts';
import { variableName } from './names.ts';
import { numberText } from './numbers.ts';

type Print = (ir: Ir) => string;

/** The text of a time test, as after `occurs` and in `WHEN(…)`; `print` gives the text of a path or operand. */
export function printTimeTest(test: TimeTest, print: Print): string {
  switch (test.kind) {
    case 'distance':
      return `${test.op} ${numberText(test.amount, true)} ${plural(test.unit)} ${test.direction} ${timeRef(test.reference, print)}`;
    case 'relation':
      return `${test.direction} ${timeRef(test.reference, print)}`;
    case 'on': {
      const text = timeRef(test.reference, print);
      return text.startsWith('(') ? `on ${text}` : text;
    }
    case 'between':
      return `between ${timeRef(test.from, print)} and ${timeRef(test.to, print)}`;
    case 'and':
      return test.operands.map((operand) => group(operand, operand.kind === 'or', print)).join(' and ');
    case 'or':
      return test.operands.map((operand) => printTimeTest(operand, print)).join(' or ');
    case 'not':
      return `not ${group(test.operand, test.operand.kind === 'and' || test.operand.kind === 'or', print)}`;
  }
}

function group(test: TimeTest, parentheses: boolean, print: Print): string {
  const text = printTimeTest(test, print);
  return parentheses ? `(${text})` : text;
}

const TIME_WORD = /^(on|before|after|from|between|last|next)(?![\p{L}_0-9])/iu;

function timeRef(reference: TimeRef, print: Print): string {
  switch (reference.kind) {
    case 'period':
      return `${reference.which} ${reference.unit}`;
    case 'offset': {
      const base = timeRef(reference.reference, print);
      return `${numberText(reference.amount, true)} ${plural(reference.unit)} ${reference.direction} ${base}`;
    }
    case 'label':
      return variableName(reference.name).replace(TIME_WORD, '`$1`');
    case 'expression':
      return print(reference.value).replace(TIME_WORD, '`$1`');
    default:
      return reference.kind;
  }
}

function plural(unit: TimeUnit): string {
  if (unit === 'century') return 'centuries';
  return unit === 'millennium' ? 'millennia' : `${unit}s`;
}
