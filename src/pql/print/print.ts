import type { Call, Declaration, Ir, Lambda, Quantification } from '../ir.ts';
import { quoteString } from '../text/strings.ts';
import { printChain } from './chain.ts';
import { fieldName, variableName } from './names.ts';
import { numberText } from './numbers.ts';
import { isCaptured, type PrintScope, ROOT_SCOPE, withItem, withVariable } from './scope.ts';
import { printTimeTest } from './time.ts';

/** The canonical text of a query (pql.md section 10.3). */
export function print(ir: Ir): string {
  return printAt(ir, ROOT_SCOPE, Level.any, true);
}

/** Binding strength of pql.md section 3.2: an operand with a lower level than its place needs parentheses. */
const Level = {
  any: 0,
  form: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  unary: 8,
  postfix: 9,
} as const;

const BINARY: Readonly<Record<string, number>> = {
  '=': Level.comparison,
  '!=': Level.comparison,
  '<': Level.comparison,
  '<=': Level.comparison,
  '>': Level.comparison,
  '>=': Level.comparison,
  in: Level.comparison,
  notIn: Level.comparison,
  like: Level.comparison,
  '+': Level.sum,
  '-': Level.sum,
  '*': Level.product,
  '/': Level.product,
  '%': Level.product,
};

/** Functions that are not written as methods. */
const PLAIN: ReadonlySet<string> = new Set(['date', 'inSegment', 'mapEntry']);
const WORDS: ReadonlySet<string> = new Set(['now', 'today', 'yesterday', 'tomorrow']);

/**
 * Prints a node for a place that needs a level.
 *
 * @param last whether only a closing bracket, a comma or the end follows: `select` and its siblings reach that far
 */
function printAt(ir: Ir, scope: PrintScope, least: number, last: boolean): string {
  const level = levelOf(ir);
  const fits = level === Level.form ? last && least <= Level.not : level >= least;
  return fits ? printNode(ir, scope, last) : `(${printNode(ir, scope, true)})`;
}

function levelOf(ir: Ir): number {
  switch (ir.kind) {
    case 'or':
    case 'and':
    case 'not':
      return Level[ir.kind];
    case 'occurs':
      return Level.comparison;
    case 'call':
      return isUnaryMinus(ir) ? Level.unary : isBinary(ir) ? (BINARY[ir.name] ?? Level.postfix) : Level.postfix;
    case 'literal':
      return typeof ir.value === 'number' ? Level.unary : Level.postfix;
    case 'let':
    case 'select':
    case 'quantification':
    case 'aggregation':
    case 'lambda':
      return Level.form;
    default:
      return Level.postfix;
  }
}

function isBinary({ name, args }: Call): boolean {
  return args.length === 2 && Object.hasOwn(BINARY, name);
}

function isUnaryMinus({ name, args }: Call): boolean {
  return name === '-' && args.length === 1;
}

function printNode(ir: Ir, scope: PrintScope, last: boolean): string {
  const inner = (node: Ir) => printAt(node, scope, Level.any, true);
  switch (ir.kind) {
    case 'literal':
      return literal(ir);
    case 'root':
      return '$1';
    case 'events':
      return isCaptured(scope, 'xEvent') ? '$1.xEvent' : 'xEvent';
    case 'variable':
      return itemPrefix(ir.id, scope) ?? variableName(scope.names.get(ir.id) ?? `v${ir.id}`);
    case 'field':
      return field(ir, scope);
    case 'wildcard':
      return `${printAt(ir.object, scope, Level.postfix, false)}.*`;
    case 'call':
      return call(ir, scope);
    case 'and':
    case 'or':
      return ir.operands
        .map((operand, index) => printAt(operand, scope, Level[ir.kind] + 1, last && index === ir.operands.length - 1))
        .join(` ${ir.kind} `);
    case 'not':
      return `not ${printAt(ir.operand, scope, Level.not, last)}`;
    case 'if':
      return `if(${[ir.condition, ir.then, ir.else].map(inner).join(', ')})`;
    case 'lambda':
      return lambda(ir, scope);
    case 'let': {
      const value = printAt(ir.value, scope, Level.sum, false);
      const body = printAt(ir.body, withVariable(scope, ir.variable), Level.any, true);
      return `let ${variableName(ir.variable.name)} = ${value} in ${body}`;
    }
    case 'list':
      return `[${ir.items.map(inner).join(', ')}]`;
    case 'object':
      return `{${ir.entries.map((entry) => `${quoteString(entry.name)}: ${inner(entry.value)}`).join(', ')}}`;
    case 'select':
      return `select ${declarations(ir.declarations, scope).text}`;
    case 'quantification':
      return `${QUANTIFIERS[ir.quantifier]} ${declarations(ir.declarations, scope).text}`;
    case 'aggregation': {
      const declared = declarations(ir.declarations, scope);
      const value = ir.value === undefined ? '' : `${aggregated(ir.value, declared.scope)} `;
      return `${ir.name} ${value}over ${declared.text}`;
    }
    case 'occurs': {
      const subject = printAt(ir.subject, scope, Level.sum, false);
      return `${subject} occurs ${printTimeTest(ir.test, (node) => printAt(node, scope, Level.postfix, false))}`;
    }
    case 'chain':
      return printChain(ir, scope, (node, at, postfix) =>
        printAt(node, at, postfix ? Level.postfix : Level.any, !postfix),
      );
    case 'context':
      return `@{${ir.name}}`;
  }
}

const QUANTIFIERS: Readonly<Record<Quantification['quantifier'], string>> = {
  some: 'exists',
  all: 'forall',
  none: 'none',
  one: 'one',
};

function literal({ value, type }: Extract<Ir, { kind: 'literal' }>): string {
  if (typeof value === 'string') return quoteString(value);
  return typeof value === 'number' ? numberText(value, type.kind === 'integer') : String(value);
}

/** `this`, `^`, `^^`, … for the item of a scope; undefined for other variables. */
function itemPrefix(id: number, { items }: PrintScope): string | undefined {
  const levels = items.indexOf(id);
  if (levels === -1) return undefined;
  return levels === 0 ? 'this' : '^'.repeat(levels);
}

function field({ object, name }: Extract<Ir, { kind: 'field' }>, scope: PrintScope): string {
  const isItem = object.kind === 'variable' && scope.items[0] === object.id;
  const isProfile = object.kind === 'root' && scope.items.length === 0;
  if (!isItem && !isProfile) return `${printAt(object, scope, Level.postfix, false)}.${fieldName(name)}`;
  if (isCaptured(scope, name)) return `${isItem ? 'this' : '$1'}.${fieldName(name)}`;
  return name === 'xEvent' ? `\`${name}\`` : fieldName(name);
}

function call(ir: Call, scope: PrintScope): string {
  const { name, args } = ir;
  const [first, second] = args;
  if (first === undefined) return WORDS.has(name) ? name : `${fieldName(name)}()`;
  if (isUnaryMinus(ir)) return `-${printAt(first, scope, Level.unary, false)}`;
  if (isBinary(ir) && second !== undefined) return binary(name, first, second, scope);
  const plain = (list: readonly Ir[]) => list.map((arg) => argument(arg, scope)).join(', ');
  if (PLAIN.has(name)) return `${name}(${plain(args)})`;
  const object = printAt(first, scope, Level.postfix, false);
  if (name === 'filter' && second?.kind === 'lambda' && second.implicit) return `${object}[${argument(second, scope)}]`;
  return `${object}.${fieldName(name)}(${plain(args.slice(1))})`;
}

function binary(name: string, left: Ir, right: Ir, scope: PrintScope): string {
  const level = BINARY[name] ?? Level.comparison;
  const least = level === Level.comparison ? Level.sum : level;
  const printed = printAt(right, scope, level === Level.comparison ? Level.sum : level + 1, false);
  return `${printAt(left, scope, least, false)} ${name} ${printed}`;
}

function argument(ir: Ir, scope: PrintScope): string {
  return ir.kind === 'lambda' ? lambda(ir, scope) : printAt(ir, scope, Level.any, true);
}

/** An implicit scope prints as its body. */
function lambda({ params, body, implicit }: Lambda, scope: PrintScope): string {
  const [param] = params;
  if (implicit && param !== undefined) return printAt(body, withItem(scope, param), Level.any, true);
  const names = params.map((each) => variableName(each.name)).join(', ');
  return `(${names}) => ${printAt(body, params.reduce(withVariable, scope), Level.any, true)}`;
}

/** Only the last condition may end with an open form: a comma after it would continue the declarations of that form. */
function declarations(list: readonly Declaration[], outer: PrintScope) {
  let scope = outer;
  const parts = list.map(({ variable, domain, condition }, index) => {
    const from = printAt(domain, scope, Level.postfix, false);
    scope = withVariable(scope, variable);
    const head = `${variableName(variable.name)} from ${from}`;
    if (condition === undefined) return head;
    return `${head} where ${printAt(condition, scope, Level.any, index === list.length - 1)}`;
  });
  return { text: parts.join(', '), scope };
}

const COMPREHENSION_START = /^[`\p{L}_0-9$]/u;
const NOT_A_VALUE = /^(?:and|or|in|notIn|not|like|occurs|over|from|where)\b/i;

/** The value of a comprehension; a start that would not be read as one goes in parentheses. */
function aggregated(value: Ir, scope: PrintScope): string {
  const text = printAt(value, scope, Level.sum, false);
  if (COMPREHENSION_START.test(text) && !NOT_A_VALUE.test(text)) return text;
  return text.startsWith('(') && levelOf(value) < Level.sum ? text : `(${text})`;
}
