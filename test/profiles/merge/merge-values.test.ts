import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../../src/profiles/json.ts';
import { mergeValues } from '../../../src/profiles/merge/merge-values.ts';
import { isOptedOut } from '../../../src/profiles/merge/opted-out.ts';
import { patched } from '../../../src/profiles/merge/patch.ts';
import { type Fragment, mergedProfile, writtenFragment } from '../../../src/profiles/merge/profile.ts';

const ana = { person: { name: { firstName: 'Ana', lastName: 'Ruiz' } }, loyalty: { tier: 'gold', loyaltyID: ['L1'] } };
const anna = { person: { name: { firstName: 'Anna' } }, loyalty: { loyaltyID: ['L9', 'L8'] } };
const silver = { loyalty: { tier: 'silver' } };
const rewrite = { person: { name: { lastName: 'Ruiz Gil' } }, loyalty: { loyaltyID: ['L1'] } };

describe('merging values', () => {
  it.each([
    [
      'timestampOrdered, pdg',
      [rewrite, silver, anna],
      { firstName: 'Anna', lastName: 'Ruiz Gil' },
      { loyaltyID: ['L1'], tier: 'silver' },
    ],
    ['dataSetPrecedence [A,B]', [rewrite, anna], { firstName: 'Anna', lastName: 'Ruiz Gil' }, { loyaltyID: ['L1'] }],
    [
      'dataSetPrecedence [B,A]',
      [anna, rewrite],
      { firstName: 'Anna', lastName: 'Ruiz Gil' },
      { loyaltyID: ['L9', 'L8'] },
    ],
    ['none, CRMID:7', [rewrite], { lastName: 'Ruiz Gil' }, { loyaltyID: ['L1'] }],
    ['none, Email:a@x', [silver, anna], { firstName: 'Anna' }, { tier: 'silver', loyaltyID: ['L9', 'L8'] }],
  ])('%s', (_policy, documents, name, loyalty) => {
    expect(mergeValues(documents)).toEqual({ person: { name }, loyalty });
  });

  it('shows a lower value where an upsert removed one', () => {
    const target = { datasetId: 'A', upsert: true, ingestedAt: 1 };
    const write = (seq: number, document: object) => ({ document: { ...document }, identities: [], seq });
    const first = writtenFragment(undefined, [write(1, ana)], target);
    const patch = { person: { name: { lastName: 'Ruiz Gil' } }, loyalty: { tier: null } };
    const newest = writtenFragment(first, [write(4, patch)], { ...target, ingestedAt: 4 });
    const fragment = (datasetId: string, seq: number, document: object): Fragment => ({
      datasetId,
      document: { ...document },
      identities: [],
      seq,
      ingestedAt: seq,
    });
    const { entity } = mergedProfile([fragment('B', 2, anna), newest, fragment('C', 3, silver)], []);
    expect(entity).toEqual({
      identityMap: {},
      person: { name: { firstName: 'Ana', lastName: 'Ruiz Gil' } },
      loyalty: { loyaltyID: ['L1'], tier: 'silver' },
    });
  });

  it('replaces the whole fragment where the dataset is no upsert one', () => {
    const target = { datasetId: 'A', upsert: false, ingestedAt: 1 };
    const write = (document: object) => ({ document: { ...document }, identities: [], seq: 1 });
    expect(writtenFragment(undefined, [write(ana), write(rewrite)], target).document).toEqual(rewrite);
  });

  it.each([
    ['the kind of the first value', [{ a: { b: 1 } }, { a: 'x' }], { a: { b: 1 } }],
    ['no other kind', [{ a: 'x' }, { a: { b: 1 } }], { a: 'x' }],
    ['an empty list', [{ a: [] }, { a: [1] }], { a: [] }],
    ['nothing of an empty object', [{ a: {} }, { a: { b: 1 } }], { a: { b: 1 } }],
    [
      'names that objects have anyway',
      [JSON.parse('{"__proto__":{"x":1}}'), { toString: 1 }],
      JSON.parse('{"__proto__":{"x":1},"toString":1}'),
    ],
  ])('takes %s', (_what, documents, expected) => {
    expect(mergeValues(documents)).toEqual(expected);
  });

  const document = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer(), { maxLength: 2 }), tie('object')),
      object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
    })).value,
  );

  it('is idempotent, keeps the first value of every leaf, and can be done in steps', () => {
    fc.assert(
      fc.property(document, document, (first, second) => {
        const merged = mergeValues([first, second]);
        expect(mergeValues([first, first])).toEqual(first);
        expect(mergeValues([merged, second])).toEqual(merged);
        expect(mergeValues([first, merged])).toEqual(merged);
        for (const [name, value] of Object.entries(first)) {
          if (!isObject(value)) expect(merged).toHaveProperty(name, value);
        }
      }),
    );
  });

  it('patches as a merge does where nothing is removed and kinds agree', () => {
    fc.assert(
      fc.property(document, document, (stored, patch) => {
        const result = patched(stored, patch);
        expect(patched(result, patch)).toEqual(result);
        for (const [name, value] of Object.entries(patch)) if (!isObject(value)) expect(result[name]).toEqual(value);
        for (const name of Object.keys(stored)) expect(Object.keys(result)).toContain(name);
      }),
    );
  });
});

describe('general opt-out (evaluation.md section 7)', () => {
  const entry = (optOutValue: string, timestamp?: string, optOutType = 'general_opt_out') => ({
    optOutType,
    optOutValue,
    timestamp,
  });
  it.each([
    ['nothing', {}, false],
    ['out', { privacyOptOuts: [entry('out')] }, true],
    ['pending', { privacyOptOuts: [entry('pending')] }, false],
    ['sales sharing', { privacyOptOuts: [entry('out', undefined, 'sales_sharing_opt_out')] }, false],
    [
      'in after out',
      { privacyOptOuts: [entry('in', '2026-02-01T00:00:00Z'), entry('out', '2026-01-01T00:00:00Z')] },
      false,
    ],
    [
      'out after in, in the other place, by instant and not by text',
      {
        privacyOptOuts: [entry('in', '2026-01-01T10:00:00+05:00')],
        optOutConsentLevel: { privacyOptOuts: [entry('out', '2026-01-01T06:00:00Z')] },
      },
      true,
    ],
    ['other consents', { optInOut: { globalOptout: true }, consents: { collect: { val: 'n' } } }, false],
  ])('%s', (_what, entity, expected) => {
    expect(isOptedOut(entity)).toBe(expected);
  });

  it('counts other fields only where they are named', () => {
    expect(isOptedOut({ optInOut: { globalOptout: true } }, ['optInOut.globalOptout'])).toBe(true);
    expect(isOptedOut({ consents: { collect: { val: 'dn' } } }, ['consents.collect.val'])).toBe(true);
    expect(isOptedOut({ consents: { collect: { val: 'y' } } }, ['consents.collect.val'])).toBe(false);
  });
});
