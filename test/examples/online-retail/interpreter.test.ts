import { beforeAll, describe, expect, it } from 'vitest';
import { NOW, RETAIL_AUDIENCES } from '../../../examples/online-retail/audiences.ts';
import { convert, type Identified, type PlatformData } from '../../../examples/online-retail/convert.ts';
import { evaluate } from '../../../src/pql/interpreter/interpreter.ts';
import { truth } from '../../../src/pql/values/value.ts';
import { sharedTests } from '../../kit/shared.ts';
import { compile } from './compile.ts';
import { expectedMembers } from './expected.ts';
import { type Shopper, shoppersOf } from './shoppers.ts';
import { allRows } from './source.ts';

const idOf = (instance: Identified) => instance.identityMap.CustomerId[0].id;

describe.skipIf(sharedTests.areLeftOut)(`online retail, by the interpreter (${sharedTests.note})`, () => {
  let shoppers: ReadonlyMap<string, Shopper>;
  const members = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const rows = await allRows();
    shoppers = shoppersOf(rows);
    const customers = customersOf(await convert(rows));
    for (const audience of RETAIL_AUDIENCES) {
      const ir = compile(audience);
      const found = customers.filter(({ root }) => truth(evaluate(ir, root, { now: NOW })));
      for (const { ups } of found) ups[audience.name] = { status: 'realized' };
      members.set(audience.name, found.map(({ id }) => id).sort());
    }
  });

  it.each(RETAIL_AUDIENCES)('$name', ({ name }) => {
    expect(members.get(name)).toEqual(expectedMembers(name, shoppers));
  });
});

interface Customer {
  readonly id: string;
  readonly root: object;
  /** The memberships that `root` shows: filled as audiences are evaluated. */
  readonly ups: Record<string, { readonly status: 'realized' }>;
}

function customersOf({ profiles, events }: PlatformData): readonly Customer[] {
  const eventsOf = Map.groupBy(events, idOf);
  return profiles.map((profile) => {
    const id = idOf(profile);
    const ups = {};
    return { id, ups, root: { ...profile, xEvent: eventsOf.get(id) ?? [], segmentMembership: { ups } } };
  });
}
