import { describe, expect, it } from 'vitest';
import { typeName } from '../../src/pql/check/types.ts';
import {
  compile,
  compileQuery,
  eligibility,
  evaluate,
  explainPlan,
  factsOf,
  print,
  type QuerySchema,
  type SchemaNode,
  StepLimitExceeded,
  toJson,
  valueToJson,
} from '../../src/pql/index.ts';
import { irOf, withoutSpans } from './query.ts';

const text: SchemaNode = { kind: 'scalar', type: 'string' };
const number: SchemaNode = { kind: 'scalar', type: 'double' };
const reference = (entity: string): SchemaNode => ({ kind: 'scalar', type: 'string', relationship: { entity } });
const list = (items: SchemaNode): SchemaNode => ({ kind: 'array', items });
const object = (fields: Readonly<Record<string, SchemaNode>>) => ({ kind: 'object', fields }) as const;

const schema: QuerySchema = {
  root: object({
    favourite: reference('product'),
    other: reference('product'),
    wishes: list(reference('product')),
    home: object({ store: reference('store'), city: text }),
    orders: list(object({ sku: reference('product'), qty: number, skus: list(reference('product')) })),
    codes: { kind: 'map', values: reference('product') },
    unknown: reference('nowhere'),
  }),
  event: object({
    timestamp: { kind: 'scalar', type: 'date-time' },
    eventType: text,
    product: reference('product'),
    productListItems: list(object({ SKU: reference('product'), quantity: number })),
  }),
  dimensions: {
    product: object({
      name: text,
      price: number,
      launched: { kind: 'scalar', type: 'date' },
      timestamp: { kind: 'scalar', type: 'date-time' },
      sizes: list(number),
      maker: object({ name: text, country: text }),
      labels: { kind: 'map', values: text },
      supplier: reference('store'),
    }),
    store: object({ city: text, opened: { kind: 'scalar', type: 'date-time' } }),
  },
};

const RECORDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  product: {
    p1: {
      name: 'Lamp',
      price: 30,
      launched: '2024-05-01',
      sizes: [1, 2],
      maker: { name: 'Lumo', country: 'NL' },
      labels: { color: 'red' },
      supplier: 's1',
    },
    p2: { name: 'Desk', price: 200, sizes: [3], maker: { name: 'Wood', country: null }, 'xdm:launched': '2023-01-01' },
    p3: {},
  },
  store: { s1: { city: 'Rome', opened: '2020-03-01T00:00:00Z' } },
};

const PROFILE = {
  favourite: 'p1',
  other: 'gone',
  wishes: ['p2', 'gone', 'p1', null, 'p2'],
  home: { store: 's1', city: 'Bonn' },
  orders: [
    { sku: 'p1', qty: 2, skus: ['p2'] },
    { sku: 'p2', qty: 1, skus: ['p1', 'gone'] },
    { sku: 'gone', qty: 9 },
    { qty: 5 },
  ],
  codes: { a: 'p1', b: 'p3' },
  xEvent: [
    { timestamp: '2024-05-01T10:00:00Z', eventType: 'view', product: 'p1', productListItems: [{ SKU: 'p2' }] },
    { timestamp: '2024-05-02T10:00:00Z', eventType: 'buy', product: 'p2', productListItems: [{ SKU: 'p1' }, {}] },
    { timestamp: '2024-05-03T10:00:00Z', eventType: 'view', product: 'gone' },
  ],
};

const options = {
  now: Date.parse('2024-05-03T12:00:00Z'),
  records: (entity: string, id: string) => RECORDS[entity]?.[id],
};

const typed = (expression: string) => irOf(expression, { schema });

function resultOf(expression: string, profile: unknown = PROFILE): unknown {
  const ir = typed(expression);
  const value = valueToJson(evaluate(ir, profile, options));
  const query = compile(ir);
  expect(valueToJson(query.evaluate(profile, options))).toEqual(value);
  expect(query.qualifies(profile, options)).toBe(Array.isArray(value) ? value.length > 0 : (value ?? false) !== false);
  return value;
}

describe('a path step into a reference', () => {
  it.each([
    ['favourite.name', 'Lamp'],
    ['favourite.price * 2', 60],
    ['favourite.maker.country', 'NL'],
    ['favourite.launched', '2024-05-01'],
    ['favourite.launched occurs <= 1 weeks before now', true],
    ['favourite.launched.getYear()', 2024],
    ['favourite.sizes', [1, 2]],
    ['favourite.sizes[this > 1]', [2]],
    ['favourite.labels.color', 'red'],
    ['favourite.labels.get("color")', 'red'],
    ['favourite.`xdm:name`', 'Lamp'],
    ['wishes[0].launched', '2023-01-01'],
    ['home.store.city', 'Rome'],
    ['home.store.opened occurs before date(2021, 1, 1)', true],
    ['$1.favourite.name', 'Lamp'],
    ['(P) => P.favourite.name = "Lamp"', true],
    ['favourite.*.countWithNull()', 7],
    ['favourite[*].countWithNull()', 7],
  ])('%s is %j', (expression, value) => {
    expect(resultOf(expression)).toEqual(value);
  });
});

describe('a reference without a record', () => {
  it.each([
    ['other.name', null],
    ['other.maker.name', null],
    ['other.*', null],
    ['other.name = "Lamp"', false],
    ['other.name != "Lamp"', false],
    ['not (other.name = "Lamp")', true],
    ['other.name.isNull()', true],
    ['other.isNull()', false],
    ['other = "gone"', true],
    ['other.sizes.count()', 0],
    ['other.sizes.exists()', false],
    ['none S from other.sizes where S > 0', true],
    ['forall S from other.sizes where S > 0', true],
    ['sum S over S from other.sizes', 0],
  ])('%s is %j', (expression, value) => {
    expect(resultOf(expression)).toEqual(value);
  });

  it('is like a missing reference', () => {
    expect(resultOf('favourite.name', {})).toBe(null);
    expect(resultOf('favourite.name.isNull() and favourite.isNull()', { favourite: null })).toBe(true);
  });
});

describe('the reference itself', () => {
  it.each([
    ['favourite', 'p1'],
    ['favourite = "p1"', true],
    ['favourite in ("p1", "p2")', true],
    ['favourite.startsWith("p")', true],
    ['favourite = favourite.name', false],
    ['favourite in wishes', true],
    ['wishes = "gone"', true],
    ['wishes.distinct()', ['p2', 'gone', 'p1']],
    ['wishes.map(this)', ['p2', 'gone', 'p1', null, 'p2']],
    ['orders.sku', ['p1', 'p2', 'gone']],
    ['exists E from xEvent where E.product = $1.favourite', true],
    ['codes.keys()', ['a', 'b']],
  ])('is a text: %s is %j', (expression, value) => {
    expect(resultOf(expression)).toEqual(value);
  });
});

describe('references in lists, maps and events', () => {
  it.each([
    ['wishes.name', ['Desk', 'Lamp', 'Desk']],
    ['wishes.sizes', [3, 1, 2, 3]],
    ['wishes.maker.country', ['NL']],
    ['wishes.name = "Lamp"', true],
    ['wishes.name != "Lamp"', false],
    ['wishes.*.price', [200, 30, 200]],
    ['wishes[name = "Desk"]', ['p2', 'p2']],
    ['wishes[this.price < 100]', ['p1']],
    ['wishes.map(price)', [200, null, 30, null, 200]],
    ['wishes.exists((w) => w.name.startsWith("L"))', true],
    ['wishes.sum(price)', 430],
    ['wishes.topN(price, 1)', ['p2']],
    ['wishes.groupBy(maker.name).keys()', ['Wood', 'Lumo']],
    ['wishes[name.isNotNull()].map(mapEntry(this, name)).get("p1")', 'Lamp'],
    ['wishes.head().name', 'Desk'],
    ['wishes[2].price', 30],
    ['wishes.min().name', null],
    ['orders.sku.name', ['Lamp', 'Desk']],
    ['orders.skus.name', ['Desk', 'Lamp']],
    ['orders[sku.price > 100].qty', [1]],
    ['orders.sum(qty)', 17],
    ['orders.map(qty * sku.price)', [60, 200, null, null]],
    ['orders[sku.name = ^.favourite.name].count()', 1],
    ['orders[sku.sizes[this > 2].exists()].qty', [1]],
    ['codes.a.name', 'Lamp'],
    ['codes["a"].name', 'Lamp'],
    ['codes.*.name', ['Lamp']],
    ['codes.values().price', [30]],
    ['codes.filter((k, v) => v.name = "Lamp").keys()', ['a']],
    ['codes.exists((k, v) => v.name.isNull())', true],
    ['xEvent.product.name', ['Lamp', 'Desk']],
    ['xEvent.productListItems.SKU.name', ['Desk', 'Lamp']],
    ['xEvent.productListItems.SKU.maker.country = "NL"', true],
    ['xEvent[product.price > 100].eventType', ['buy']],
    ['xEvent.product.launched occurs on date(2024, 5, 1)', true],
    ['xEvent[timestamp occurs today].product.name.isEmpty()', true],
    ['exists E from xEvent, I from E.productListItems where I.SKU.name = "Lamp" and E.eventType = "buy"', true],
    ['(select E from xEvent where E.product.name = "Desk").eventType', ['buy']],
    ['one E from xEvent where E.product.maker.country = "NL"', true],
    ['sum I.SKU.price over E from xEvent, I from E.productListItems', 230],
    ['chain(xEvent, timestamp, [A: WHAT(product.name = "Lamp"), B: WHAT(product.price > A.product.price)])', true],
    ['chain(xEvent, timestamp, [A: WHAT(product.name = "Desk"), B: WHAT(product.name = "Lamp")])', false],
    ['chain(xEvent, timestamp, [A: WHAT(eventType = "view") WHEN(after $1.favourite.launched)])', true],
  ])('%s is %j', (expression, value) => {
    expect(resultOf(expression)).toEqual(value);
  });
});

describe('the class that a reference leads to', () => {
  it.each([
    ['let p = favourite in p.name', 'Lamp'],
    ['if(home.city = "Bonn", favourite, other).name', 'Lamp'],
    ['[favourite, other].name', ['Lamp']],
    ['wishes.intersection(["p1"]).name', ['Lamp']],
    ['codes.map((k, v) => mapEntry(k, v)).a.name', 'Lamp'],
  ])('is known of values that are taken from it: %s', (expression, value) => {
    expect(resultOf(expression)).toEqual(value);
  });

  it.each([
    ['favourite.nme', 'unknown field favourite.nme'],
    ['wishes.maker.city', 'unknown field wishes.maker.city'],
    ['favourite.concat("").name', 'unknown field name'],
    ['if(true, favourite, home.store).city', 'unknown field city'],
    ['home.city.name', 'unknown field home.city.name'],
    ['unknown.name', 'unknown field unknown.name'],
    ['favourite.supplier.city', 'unknown field favourite.supplier.city'],
    ['favourite["name"]', 'argument 1 of get must be Map or Object, found String'],
    ['favourite[name = "a"]', 'argument 1 of filter must be List, Map or Object, found String'],
    ['home.city.*', 'argument 1 of .* must be List, Map or Object, found String'],
    ['favourite.price = "a" and favourite.maker > 1', 'operator > cannot be applied to Object and Integer'],
    ['chain(xEvent, product.launched, [A: WHAT(true)])', 'unknown field product.launched'],
    ['chain(xEvent, eventType.at, [A: WHAT(true)])', 'unknown field eventType.at'],
  ])('is checked: %s', (expression, reason) => {
    expect(compileQuery(expression, { schema }).diagnostics[0]?.reason).toBe(reason);
  });

  it.each([
    ['favourite.name', 'String'],
    ['favourite.supplier', 'String'],
    ['wishes.launched', 'List<Date>'],
    ['orders.skus.sizes', 'List<Double>'],
    ['favourite.*', 'List<Any>'],
    ['wishes.*', 'List<String>'],
  ])('types %s as %s', (expression, type) => {
    expect(typeName(typed(expression).type)).toBe(type);
  });

  it('is unknown without a schema: a text has no fields', () => {
    const ir = irOf('favourite.name');
    expect(evaluate(ir, PROFILE, options)).toBe(null);
    expect(compile(ir).evaluate(PROFILE, options)).toBe(null);
  });
});

describe('evaluation with records', () => {
  it('finds none when it is given none', () => {
    const ir = typed('favourite.name.isNull() and wishes.name.count() = 0');
    expect(evaluate(ir, PROFILE, { now: 0 })).toBe(true);
    expect(compile(ir).evaluate(PROFILE, { now: 0 })).toBe(true);
  });

  it('reads a value that is no text as it is', () => {
    const misfit = { favourite: { name: 'Own' }, wishes: ['p1', { name: 'Own' }, 7, ['p2']] };
    expect(resultOf('favourite.name', misfit)).toBe('Own');
    expect(resultOf('wishes.name', misfit)).toEqual(['Lamp', 'Own', 'Desk']);
    expect(resultOf('wishes.name = "Desk"', misfit)).toBe(true);
  });

  it('counts every record as a step', () => {
    const wishes = Array.from({ length: 500 }, () => 'p1');
    const ir = typed('wishes.name = "Desk"');
    const limited = { ...options, stepLimit: 400 };
    expect(() => evaluate(ir, { wishes }, limited)).toThrow(StepLimitExceeded);
    expect(() => compile(ir).qualifies({ wishes }, limited)).toThrow(StepLimitExceeded);
  });

  it('may find other records at the next', () => {
    const query = compile(typed('favourite.name'));
    const names = ['Lamp', 'Bulb'].map((name) => query.evaluate(PROFILE, { now: 0, records: () => ({ name }) }));
    expect([...names, query.evaluate(PROFILE, { now: 0 })]).toEqual(['Lamp', 'Bulb', null]);
  });
});

describe('a query that crosses relationships', () => {
  it.each([
    'favourite.name = "Lamp" and wishes.price > 3',
    'wishes[name = "Desk" and this != "p1"].count() > 1',
    'xEvent[product.name = $1.favourite.name].productListItems.SKU.*.count() > 0',
  ])('is text and pql/json like any other: %s', (expression) => {
    const ir = typed(expression);
    expect(print(ir)).toBe(expression);
    expect(withoutSpans(irOf(toJson(ir), { schema, format: 'pql/json' }))).toEqual(withoutSpans(ir));
  });

  it('says what it reads of which class, and where it leaves its own', () => {
    const expression = 'wishes.maker.name = "Lumo" or xEvent.productListItems.SKU.* = "Lamp" or favourite = "p1"';
    const { paths, multiEntity } = factsOf(typed(expression));
    const read = paths.map((path) => [path.class === 'dimension' ? path.entity : path.class, path.path.join('.')]);
    expect(read).toEqual([
      ['product', 'maker.name'],
      ['profile', 'wishes'],
      ['event', 'productListItems.SKU.*'],
      ['profile', 'favourite'],
    ]);
    expect(multiEntity.map(({ start, end }) => expression.slice(start, end))).toEqual(['wishes.maker']);
  });

  it.each([
    ['favourite.name = "Lamp"', ['favourite.name']],
    ['home.city = "Bonn" and home.store.city = "Rome"', ['home.store.city']],
    ['orders[sku.price > 1].exists()', ['sku.price']],
    ['favourite = "p1"', []],
  ])('is evaluated in batches only: %s', (expression, places) => {
    const context = { schemaClass: '_xdm.context.profile', mergePolicyActiveOnEdge: true };
    const { batch, streaming, edge, reasons } = eligibility(typed(expression), context);
    const crossed = places.length > 0;
    expect({ batch, streaming, edge }).toEqual({ batch: true, streaming: !crossed, edge: !crossed });
    for (const given of [reasons.streaming, reasons.edge]) {
      expect(given.map(({ code }) => code)).toEqual(places.map(() => 'MULTI_ENTITY'));
      expect(given.map(({ span }) => expression.slice(span.start, span.end))).toEqual(places);
    }
  });

  it('gives events no window by the time of a record', () => {
    const [query] = factsOf(typed('xEvent.product.timestamp occurs <= 1 hours before now')).eventQueries;
    expect(query?.nodes.map(({ lookBack }) => lookBack.hours)).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is left to the evaluator where it does', () => {
    const layout = {
      profile: [
        { path: ['favourite'], name: '/favourite', type: { kind: 'string' } },
        { path: ['home', 'city'], name: '/home/city', type: { kind: 'string' } },
      ],
      event: [{ path: ['product'], name: '/product', type: { kind: 'string' } }],
    } as const;
    const plan = (expression: string) => explainPlan(typed(expression), { layout, now: options.now });
    const expression = 'home.city = "Bonn" and favourite.name = "Lamp"';
    const { condition, residual, residualShare } = plan(expression);
    expect({ condition, residualShare }).toEqual({
      condition: "ifNull(`/home/city` = 'Bonn', false)",
      residualShare: 0.5,
    });
    expect(residual?.reason.construct).toBe('a field of another class');
    const { start, end } = residual?.reason.span ?? { start: 0, end: 0 };
    expect(expression.slice(start, end)).toBe('favourite.name');
    const joined = 'chain(xEvent, timestamp, [A: WHAT(true), B: WHAT(product.name = A.product.name)])';
    expect(plan(joined).residual?.loadsEvents).toBe(true);
    expect(plan('wishes.name = "Lamp"').residual).toBeUndefined();
  });
});
