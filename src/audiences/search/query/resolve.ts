import { analyseText } from '../analysis.ts';
import { fieldsOf, type QueryField, SEARCH_FIELDS, type SearchField } from '../fields.ts';
import type { Atom, Clause, Group } from './tree.ts';

/** What a query means. */
export type Query = BooleanQuery | AtomQuery;

/** Matches what all of `must`, none of `mustNot` and, without `must`, one of `should` match. */
export interface BooleanQuery {
  readonly kind: 'boolean';
  readonly must: readonly Query[];
  /** Empty together with `must`: everything that `mustNot` does not match. */
  readonly should: readonly Query[];
  readonly mustNot: readonly Query[];
  readonly boost: number;
}

/** Matches where any of the fields does. */
export interface AtomQuery {
  readonly kind: 'atom';
  readonly fields: readonly SearchField[];
  readonly atom: Atom;
  readonly boost: number;
}

/** Gives clauses their fields and their role (api-search.md sections 7.3 and 7.4); undefined when nothing can match. */
export function resolveQuery(clauses: readonly Clause[]): Query | undefined {
  return resolveList(clauses, fieldOfAll(clauses), 1);
}

/** A single field prefix at the start of a query, before an atom, is for the whole query. */
function fieldOfAll(clauses: readonly Clause[]): QueryField {
  const [first] = clauses;
  if (first?.field === undefined || first.modifier !== undefined || first.body.kind === 'group') return '*';
  return countFields(clauses) === 1 ? first.field : '*';
}

function countFields(clauses: readonly Clause[]): number {
  return clauses.reduce((count, { body, field }) => {
    const own = field === undefined ? 0 : 1;
    return count + own + (body.kind === 'group' ? countFields(body.clauses) : 0);
  }, 0);
}

type Role = 'must' | 'should' | 'mustNot';

function resolveList(clauses: readonly Clause[], field: QueryField, boost: number): BooleanQuery | undefined {
  const roles = rolesOf(clauses);
  const resolved = clauses.flatMap((clause, index) => {
    const query = resolveClause(clause.body, clause.field ?? field, clause.boost);
    return query === undefined ? [] : [{ query, role: roles[index] }];
  });
  if (resolved.length === 0) return undefined;
  const having = (wanted: Role) => resolved.filter(({ role }) => role === wanted).map(({ query }) => query);
  return { kind: 'boolean', must: having('must'), should: having('should'), mustNot: having('mustNot'), boost };
}

/** `AND` also binds the clause before it. */
function rolesOf(clauses: readonly Clause[]): readonly Role[] {
  return clauses.map(({ conjunction, modifier }, index) => {
    if (modifier === 'NOT') return 'mustNot';
    const bound = conjunction === 'AND' || clauses[index + 1]?.conjunction === 'AND';
    return modifier === '+' || bound ? 'must' : 'should';
  });
}

/** Undefined for terms and phrases without a token, which are dropped, and for groups of nothing else. */
function resolveClause(body: Atom | Group, field: QueryField, boost: number): Query | undefined {
  if (body.kind === 'group') return resolveList(body.clauses, field, boost);
  const fields = fieldsOf(field);
  return isAnalysed(body) && !hasToken(body.text, fields) ? undefined : { kind: 'atom', fields, atom: body, boost };
}

const isAnalysed = (atom: Atom): atom is Extract<Atom, { kind: 'term' | 'phrase' }> =>
  atom.kind === 'term' || atom.kind === 'phrase';

/** In text, where any of the fields is text; keywords take every text but the empty one. */
function hasToken(text: string, fields: readonly SearchField[]): boolean {
  const anyText = fields.some((field) => SEARCH_FIELDS[field] === 'text');
  return anyText ? analyseText(text).length > 0 : text !== '';
}
