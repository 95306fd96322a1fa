import type { RecordLookup } from '../../../src/pql/index.ts';

/** Products by their id, one of the texts of random profiles. */
const PRODUCTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['a', { name: 'view', price: 1.5, stock: 3, launched: '2024-03-31', sizes: [1, 2.5], maker: { name: 'A' } }],
  ['A', { name: 'a', price: 0, maker: { name: '\u{10428}', founded: '2024-03-30T23:59:59.999Z' }, parts: [] }],
  ['b', { name: null, price: -7, launched: null, sizes: [null, 3], parts: [{ name: 'ab', qty: 2 }, { qty: -1 }] }],
  ['', { 'xdm:name': 'b', stock: 10, parts: [{ name: 'a', qty: 5 }, null] }],
  ['view', {}],
  ['10', { name: 10, price: '9', launched: 'soon', sizes: 5, maker: 'A', parts: { name: 'a' } }],
  ['İ', { name: 'İ', stock: 2 ** 40, launched: '1992-02-29', sizes: [], parts: [{ name: 'view' }] }],
]);

/** Texts that are references: most identify a record. */
export const REFERENCES: readonly string[] = [...PRODUCTS.keys(), 'ab'];

/** The records that random profiles of the sample schema refer to. */
export const RECORDS: RecordLookup = (entity, id) => (entity === 'product' ? PRODUCTS.get(id) : undefined);
