import type { ObjectNode, QuerySchema, ScalarKind, SchemaNode } from '../../../src/pql/index.ts';

function scalar(type: ScalarKind): SchemaNode {
  return { kind: 'scalar', type };
}

function object(fields: Readonly<Record<string, SchemaNode>>): ObjectNode {
  return { kind: 'object', fields };
}

function array(items: SchemaNode): SchemaNode {
  return { kind: 'array', items };
}

const STRING = scalar('string');
const NUMBER = scalar('double');
const INTEGER = scalar('integer');
const PRODUCT: SchemaNode = { kind: 'scalar', type: 'string', relationship: { entity: 'product' } };

const MEMBERSHIP: SchemaNode = {
  kind: 'map',
  values: { kind: 'map', values: object({ status: STRING, validUntil: scalar('date-time') }) },
};

/** A small union schema with every kind of field, and references to a dimension. */
export const SAMPLE_SCHEMA: QuerySchema = {
  root: object({
    name: STRING,
    age: INTEGER,
    score: NUMBER,
    active: scalar('boolean'),
    born: scalar('date'),
    seen: scalar('date-time'),
    address: object({ city: STRING, zip: STRING, floor: INTEGER }),
    favourite: PRODUCT,
    wishes: array(PRODUCT),
    tags: array(STRING),
    numbers: array(NUMBER),
    days: array(scalar('date')),
    orders: array(
      object({
        id: INTEGER,
        price: NUMBER,
        placed: scalar('date-time'),
        shipping: object({ carrier: STRING, days: INTEGER }),
        labels: array(STRING),
        items: array(object({ sku: PRODUCT, qty: INTEGER })),
      }),
    ),
    limits: { kind: 'map', values: NUMBER },
    codes: { kind: 'map', values: STRING },
    identityMap: { kind: 'map', values: array(object({ id: STRING, primary: scalar('boolean') })) },
    segmentMembership: MEMBERSHIP,
  }),
  event: object({
    _id: STRING,
    eventType: STRING,
    timestamp: scalar('date-time'),
    value: NUMBER,
    sku: PRODUCT,
    web: object({ page: STRING, visits: INTEGER }),
    tags: array(STRING),
    extra: { kind: 'map', values: STRING },
    items: array(object({ sku: STRING, qty: INTEGER, maker: object({ name: STRING }) })),
  }),
  dimensions: {
    product: object({
      name: STRING,
      price: NUMBER,
      stock: INTEGER,
      launched: scalar('date'),
      sizes: array(NUMBER),
      maker: object({ name: STRING, founded: scalar('date-time') }),
      parts: array(object({ name: STRING, qty: INTEGER })),
    }),
  },
};
