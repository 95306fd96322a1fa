import { describe, expect, it } from 'vitest';
import { dataPath, isTenantRoot, problemOfTenantPath } from '../../src/schema/names.ts';

describe('names in platform data (profile-store.md 2.3)', () => {
  it.each([
    ['xdm:name', ['name']],
    ['@id', ['_id']],
    ['@type', ['_type']],
    ['repo:createDate', ['_repo', 'createDate']],
    ['schema:latitude', ['_schema', 'latitude']],
    ['dc:title', ['_dc', 'title']],
    ['iptc4xmpExt:Name', ['_iptc4xmpExt', 'Name']],
    ['https://ns.adobe.com/xdm/channels/email', ['_channels', 'email']],
    ['https://ns.adobe.com/experience/mcid', ['_experience', 'mcid']],
    ['https://ns.adobe.com/vendorA/product/stockNumber', ['_vendorA', 'product', 'stockNumber']],
    ['name', ['name']],
    ['_acme', ['_acme']],
  ])('%s is %j', (published, path) => {
    expect(dataPath(published)).toEqual(path);
  });

  it.each(['_acme', '_acme-2', '_9lives'])('%s is a tenant root', (name) => {
    expect(isTenantRoot(name)).toBe(true);
  });

  it.each(['acme', '_', '_id', '_repo', '_schema', '_dc', '_channels', '_experience', '__proto__', '_a b'])(
    '%s is not a tenant root',
    (name) => {
      expect(isTenantRoot(name)).toBe(false);
    },
  );

  it.each([
    [['_acme', 'favouriteStore'], undefined],
    [['_acme', 'scores', 'churn-2_x'], undefined],
    [['_acme'], /below a tenant root/],
    [['person', 'x'], /not a tenant root/],
    [['_id', 'x'], /not a tenant root/],
    [['_acme', '_hidden'], /"_hidden"/],
    [['_acme', 'a', 'with space'], /"with space"/],
    [['_acme', '__proto__'], /"__proto__"/],
    [['_acme', ''], /""/],
  ])('%j has the problem %s', (path, problem) => {
    if (problem === undefined) expect(problemOfTenantPath(path)).toBeUndefined();
    else expect(problemOfTenantPath(path)).toMatch(problem);
  });
});
