import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AmbiguousPrimary, identitiesOf } from '../../../src/profiles/identity/identities.ts';
import { STANDARD_NAMESPACES } from '../../../src/profiles/identity/namespaces.ts';
import { NamespaceDirectory, NamespaceRepository, profileMigrations, xidOf } from '../../../src/profiles/index.ts';
import { openControl } from '../../../src/store/control/control.ts';

const crm = { id: 10_000_000, code: 'CRMID', name: 'CRMID', idType: 'CROSS_DEVICE', custom: true } as const;
const directory = new NamespaceDirectory([...STANDARD_NAMESPACES, crm]);

const read = (identityMap: object, ambiguous: AmbiguousPrimary = 'reject', strictEcid = true) => {
  const { primary, all, dropped } = identitiesOf(
    { identityMap },
    { namespace: (code) => directory.find(code), ambiguous, strictEcid },
  );
  const text = ({ namespace, id }: typeof primary) => `${namespace.code}:${id}`;
  return { primary: text(primary), all: all.map(text), dropped };
};
const ECID = '12345678901234567890123456789012345678';

describe('identities of an instance (profile-store.md sections 1.4 to 1.6)', () => {
  it.each([
    ['the only one', { CRMID: [{ id: 'a' }] }, 'CRMID:a'],
    ['the flagged one', { Email: [{ id: 'a' }], CRMID: [{ id: 'b', primary: true }] }, 'CRMID:b'],
    [
      'one flagged twice',
      {
        CRMID: [
          { id: 'b', primary: true },
          { id: ' b ', primary: true },
        ],
      },
      'CRMID:b',
    ],
    ['a code in another case, or an id', { '6': [{ id: 'a', primary: true }], email: [{ id: 'b' }] }, 'Email:a'],
  ])('primary is %s', (_what, identityMap, primary) => {
    expect(read(identityMap).primary).toBe(primary);
  });

  it.each([
    [
      'by kind',
      { ECID: [{ id: ECID }], GAID: [{ id: 'g' }], Phone: [{ id: '1' }], Email: [{ id: 'a' }], CRMID: [{ id: 'c' }] },
      'CRMID:c',
    ],
    ['by number of the namespace', { Email_LC_SHA256: [{ id: 'h' }], Email: [{ id: 'a' }] }, 'Email:a'],
    ['by order in the document', { Email: [{ id: 'z' }, { id: 'a' }] }, 'Email:z'],
    [
      'among the flagged ones',
      { Email: [{ id: 'a' }], ECID: [{ id: ECID, primary: true }], GAID: [{ id: 'g', primary: true }] },
      'GAID:g',
    ],
  ])('of an event, primary goes %s', (_what, identityMap, primary) => {
    expect(read(identityMap, 'byPriority').primary).toBe(primary);
    expect(() => read(identityMap)).toThrow('marked as primary');
  });

  it.each(['', '  ', 'null', 'NULL', 'Anonymous', 'invalid', 'x'.repeat(1025)])('takes %j for no identity', (id) => {
    expect(read({ CRMID: [{ id: 'a' }], Email: [{ id }] })).toEqual({
      primary: 'CRMID:a',
      all: ['CRMID:a'],
      dropped: 1,
    });
    expect(() => read({ Email: [{ id, primary: true }], CRMID: [{ id: 'a' }] })).toThrow('is not usable');
    expect(() => read({ Email: [{ id }] })).toThrow('no usable identity');
  });

  it('knows what an ECID looks like', () => {
    expect(() => read({ ECID: [{ id: '123', primary: true }] })).toThrow('is not usable');
    expect(read({ ECID: [{ id: '123', primary: true }] }, 'reject', false).primary).toBe('ECID:123');
    expect(read({ ECID: [{ id: ECID }] }).primary).toBe(`ECID:${ECID}`);
  });

  it('drops namespaces that cannot be one, repeats, and refuses more than 20', () => {
    expect(read({ CRMID: [{ id: 'a' }, { id: 'a' }], '999': [{ id: 'b' }] })).toEqual({
      primary: 'CRMID:a',
      all: ['CRMID:a'],
      dropped: 1,
    });
    const many = (count: number) => ({
      CRMID: [{ id: 'p', primary: true }],
      Email: Array.from({ length: count - 1 }, (_, index) => ({ id: `${index}` })),
    });
    expect(read(many(20)).all).toHaveLength(20);
    expect(() => read(many(21))).toThrow('21 identities, at most 20 are taken');
  });

  it('makes XIDs as the specification says', () => {
    const digest = createHash('sha256').update('1|6|ana@shop.example').digest().subarray(0, 20);
    expect(xidOf(6, 'ana@shop.example')).toBe(digest.toString('base64url'));
    expect(xidOf(6, 'ana@shop.example')).toHaveLength(27);
  });
});

describe('namespaces of a sandbox', () => {
  it('are created on first use, once in any case, numbered from 10,000,000', async () => {
    const control = openControl(':memory:');
    await control.migrate(profileMigrations);
    const namespaces = new NamespaceRepository(control);
    const [one, other] = [randomUUID(), randomUUID()];
    const made = await Promise.all(['CRMID', 'crmid', 'Loyalty'].map((code) => namespaces.findOrCreate(one, code)));
    expect(new Set(made.map((namespace) => namespace?.id))).toEqual(new Set([10_000_000, 10_000_001]));
    expect(await namespaces.findOrCreate(one, 'LOYALTY')).toMatchObject({ code: 'Loyalty', idType: 'CROSS_DEVICE' });
    expect(await namespaces.findOrCreate(one, '10000000')).toEqual(made[0]);
    expect(await namespaces.findOrCreate(one, 'ecid')).toMatchObject({ id: 4, code: 'ECID', custom: false });
    for (const code of ['', '123', 'a b', '-x']) expect(await namespaces.findOrCreate(one, code)).toBeUndefined();
    expect(await namespaces.list(other)).toEqual(STANDARD_NAMESPACES);
    await control.close();
  });
});
