import { beforeAll, describe, expect, it } from 'vitest';
import { convert, type PlatformData } from '../../../examples/online-retail/convert.ts';
import type { Row } from '../../../examples/online-retail/rows.ts';
import { unionSchema } from '../../../src/schema/union.ts';
import { sharedTests } from '../../kit/shared.ts';
import { misfits } from '../misfits.ts';
import { allRows } from './source.ts';

describe.skipIf(sharedTests.areLeftOut)(`online retail (${sharedTests.note})`, () => {
  let rows: readonly Row[];
  let data: PlatformData;
  beforeAll(async () => {
    rows = await allRows();
    data = await convert(rows);
  });

  it('has the figures that its description states', () => {
    expect({
      rows: rows.length,
      invoices: new Set(rows.map((row) => row.invoice)).size,
      customers: new Set(rows.flatMap((row) => row.customer ?? [])).size,
      withoutCustomer: rows.filter((row) => row.customer === undefined).length,
      cancellations: rows.filter((row) => row.invoice.startsWith('C')).length,
      unitedKingdom: rows.filter((row) => row.country === 'United Kingdom').length,
    }).toEqual({
      rows: 541_909,
      invoices: 25_900,
      customers: 4_372,
      withoutCustomer: 135_080,
      cancellations: 9_288,
      unitedKingdom: 495_478,
    });
  });

  it('becomes a profile a customer and an event an invoice of a known customer', () => {
    const invoices = new Set(rows.filter((row) => row.customer !== undefined).map((row) => row.invoice));
    expect(data.profiles).toHaveLength(4_372);
    expect(data.events).toHaveLength(invoices.size);
  });

  it('maps an order and a cancellation as described', () => {
    expect(data.profiles[0]).toEqual({
      identityMap: { CustomerId: [{ id: '17850', primary: true }] },
      homeAddress: { country: 'United Kingdom' },
    });
    expect(data.events.find((event) => '_id' in event && event._id === '536366')).toEqual({
      _id: '536366',
      timestamp: '2010-12-01T08:28:00.000Z',
      eventType: 'commerce.purchases',
      identityMap: { CustomerId: [{ id: '17850', primary: true }] },
      commerce: { purchases: { value: 1 }, order: { purchaseID: '536366', priceTotal: 22.2, currencyCode: 'GBP' } },
      productListItems: [
        { SKU: '22633', name: 'HAND WARMER UNION JACK', quantity: 6, priceTotal: 11.1 },
        { SKU: '22632', name: 'HAND WARMER RED POLKA DOT', quantity: 6, priceTotal: 11.1 },
      ],
    });
    expect(data.events.find((event) => '_id' in event && event._id === 'C536379')).toMatchObject({
      eventType: 'commerce.productListRemovals',
      commerce: { order: { priceTotal: -27.5 } },
      productListItems: [{ SKU: 'D', quantity: -1, priceTotal: -27.5 }],
    });
  });

  it('fits the standard schemas', () => {
    expect(misfits(data.profiles, unionSchema('profile'))).toEqual([]);
    expect(misfits(data.events, unionSchema('event'))).toEqual([]);
  });
});
