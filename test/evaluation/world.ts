import type { LoadProfiles } from '../../src/evaluation/index.ts';
import type { Layout } from '../../src/pql/clickhouse/layout.ts';
import { check, parse } from '../../src/pql/index.ts';
import type { Ir } from '../../src/pql/ir.ts';
import type { ScalarKind, SchemaNode } from '../../src/pql/types.ts';
import { attributeColumns } from '../../src/schema/columns.ts';
import { profileKey, type TestProfile } from './tables.ts';

/** The small schema that the tests of evaluation use: every kind of field, and two levels of lists. */

const scalar = (type: ScalarKind) => ({ kind: 'scalar', type }) as const;
const array = <N extends SchemaNode>(items: N) => ({ kind: 'array', items }) as const;
const object = <F extends Readonly<Record<string, SchemaNode>>>(fields: F) => ({ kind: 'object', fields }) as const;
const map = <N extends SchemaNode>(values: N) => ({ kind: 'map', values }) as const;

const item = object({ sku: scalar('string'), quantity: scalar('integer'), price: scalar('double') });

export const schema = {
  root: object({
    name: scalar('string'),
    age: scalar('integer'),
    score: scalar('double'),
    active: scalar('boolean'),
    birthDate: scalar('date'),
    since: scalar('date-time'),
    home: object({ city: scalar('string'), country: scalar('string') }),
    tags: array(scalar('string')),
    ratings: array(scalar('double')),
    orders: array(
      object({
        id: scalar('string'),
        total: scalar('double'),
        at: scalar('date-time'),
        shipping: object({ carrier: scalar('string') }),
        labels: array(scalar('string')),
        lines: array(item),
      }),
    ),
    limits: map(scalar('integer')),
    identityMap: map(array(object({ id: scalar('string'), primary: scalar('boolean') }))),
    segmentMembership: map(map(object({ status: scalar('string'), lastQualificationTime: scalar('date-time') }))),
    unused: scalar('string'),
  }),
  event: object({
    _id: scalar('string'),
    timestamp: scalar('date-time'),
    eventType: scalar('string'),
    value: scalar('double'),
    page: object({ name: scalar('string'), visits: scalar('integer') }),
    items: array(item),
  }),
};

/** Every field has a column but `unused`, and memberships, which none of the profiles brings along. */
export const layout: Layout = {
  profile: attributeColumns(schema.root).filter(({ name }) => name !== '/unused' && name !== '/segmentMembership'),
  event: attributeColumns(schema.event).filter(({ name }) => name !== '/timestamp' && name !== '/_id'),
};

/** A Sunday, the last day of a short month's predecessor in no way special: boundaries are drawn around it. */
export const now = Date.parse('2026-11-22T12:30:45.500Z');

/** Checks an expression of the schema above; a mistake in a test is an exception. */
export function expression(text: string): Ir {
  const { ast, diagnostics } = parse(text);
  if (ast === undefined) throw new Error(`${text}: ${JSON.stringify(diagnostics)}`);
  const checked = check(ast, { schema, text });
  if (checked.ir === undefined) throw new Error(`${text}: ${JSON.stringify(checked.diagnostics)}`);
  return checked.ir;
}

/** The profile as the evaluator reads it. */
export function root({ entity, events = [] }: TestProfile): Readonly<Record<string, unknown>> {
  return { ...entity, xEvent: events };
}

/** Loads the documents that a test wrote. */
export function loaderOf(profiles: readonly TestProfile[]): LoadProfiles {
  const byKey = new Map(profiles.map((profile) => [profileKey(profile.no), profile]));
  return async function* (_columnar, _database, keys) {
    for (const key of keys) {
      const profile = byKey.get(key);
      if (profile)
        yield { profileKey: key, profileNo: profile.no, entity: profile.entity, events: profile.events ?? [] };
    }
  };
}
