import { isSpace, isSpecial } from './cursor.ts';
import type { Atom, Bound, Clause, WildcardStep } from './tree.ts';

/** A query that reads as the same tree. */
export function printQuery(clauses: readonly Clause[]): string {
  return clauses.map(printClause).join(' ');
}

function printClause({ conjunction, modifier, field, body, boost }: Clause): string {
  const operators = [conjunction, modifier === 'NOT' ? 'NOT' : undefined].filter((word) => word !== undefined);
  const text = body.kind === 'group' ? `(${printQuery(body.clauses)})` : printAtom(body);
  const scoped = field === undefined ? text : `${field}:${text}`;
  const boosted = boost === 1 ? scoped : `${scoped}^${decimal(boost)}`;
  return [...operators, modifier === '+' ? `+${boosted}` : boosted].join(' ');
}

function printAtom(atom: Atom): string {
  switch (atom.kind) {
    case 'all':
      return '*';
    case 'term':
      return printTerm(atom.text);
    case 'fuzzy':
      return `${printTerm(atom.text)}~${atom.distance}`;
    case 'prefix':
      return `${printTerm(atom.text)}*`;
    case 'wildcard':
      return atom.steps.map(printStep).join('');
    case 'regex':
      return `/${atom.pattern}/`;
    case 'phrase':
      return atom.slop === 0 ? printQuoted(atom.text) : `${printQuoted(atom.text)}~${decimal(atom.slop)}`;
    case 'range':
      return printRange(atom.from, atom.to);
  }
}

const printStep = (step: WildcardStep): string => (typeof step === 'string' ? step : printTerm(step.text));

function printTerm(text: string): string {
  if (/^(AND|OR|NOT)$/.test(text)) return `\\${text}`;
  return [...text]
    .map((character) => (isSpecial(character) || isSpace(character) ? `\\${character}` : character))
    .join('');
}

const printQuoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

function printRange(from: Bound | undefined, to: Bound | undefined): string {
  const text = (bound: Bound | undefined) => (bound === undefined ? '*' : printQuoted(bound.text));
  return `${from?.inclusive === false ? '{' : '['}${text(from)} TO ${text(to)}${to?.inclusive === false ? '}' : ']'}`;
}

/** A number without an exponent. */
const decimal = (value: number): string =>
  value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 100 });
