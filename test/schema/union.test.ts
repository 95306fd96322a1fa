import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/schema/catalogue/catalogue.ts';
import { attributeColumns, columnName, columnType } from '../../src/schema/columns.ts';
import { array, integer, map, object, oneOf, string } from '../../src/schema/node.ts';
import type { TenantField } from '../../src/schema/tenant-fields.ts';
import { typeText } from '../../src/schema/type-text.ts';
import { fieldAt, querySchema, unionSchema } from '../../src/schema/union.ts';

const typeAt = (schemaClass: 'profile' | 'event', path: string) => {
  const node = fieldAt(unionSchema(schemaClass), path.split('.'));
  return node && typeText(node);
};

describe('built-in profile union (profile-store.md 1.5, 1.7, 1.8, 2.10)', () => {
  it.each([
    ['_id', 'string'],
    ['_repo.createDate', 'date-time'],
    ['person.name.firstName', 'string'],
    ['person.birthDate', 'date'],
    ['person.birthYear', 'integer'],
    ['homeAddress.countryCode', 'string'],
    ['shippingAddress._schema.latitude', 'double'],
    ['mailingAddress.lastVerifiedDate', 'date'],
    ['mailingAddress._repo.expires', 'date-time'],
    ['workAddress.dmaID', 'integer'],
    ['personalEmail.address', 'string'],
    ['mobilePhone.primary', 'boolean'],
    ['organizations', 'array of string'],
    ['extendedWorkDetails.departments', 'array of string'],
    ['loyalty.loyaltyID', 'array of string'],
    ['loyalty.points', 'double'],
    ['loyalty.tierExpiryDate', 'date-time'],
    ['loyalty.pointsExpiration.pointsExpirationDate', 'date-time'],
    ['loyalty.challenges.tasks.goal', 'double'],
    ['consents.marketing.email.val', 'string'],
    ['consents.marketing.email.time', 'date-time'],
    ['consents.marketing.sms.subscriptions.weekly.topics', 'array of string'],
    ['consents.marketing.push.subscriptions.weekly.subscribers.ana.time', 'date-time'],
    ['consents.idSpecific.Email.x.marketing.any.val', 'string'],
    ['consentPoliciesResultMap.p1.status', 'string'],
    ['privacyOptOuts.optOutType', 'string'],
    ['optOutConsentLevel.privacyOptOuts.optOutValue', 'string'],
    ['optInOut._channels.direct-mail', 'string'],
    ['optInOut.globalOptout', 'boolean'],
    ['optInOut.optOutDetails.fax.optOutDate', 'date-time'],
    ['preferredLanguage', 'string'],
    ['segmentMembership.ups.some-id.lastQualificationTime', 'date-time'],
    ['identityMap.Email.id', 'string'],
    ['identityMap.Email.primary', 'boolean'],
    ['pushNotificationDetails.identity.namespace.code', 'string'],
    ['subscriptions.term', 'integer'],
    ['subscriptions.startDate', 'date'],
    ['subscriptions.subscriber.person', undefined],
    ['subscriptions.subscriber.name.lastName', 'string'],
    ['userAccount.contactDetails.homeAddress.city', 'string'],
    ['travelPreferences.gym', 'boolean'],
    ['testProfile', 'boolean'],
    ['sourceSystemName', 'string'],
    ['extSourceSystemAudit.lastUpdatedDate', 'date-time'],
    ['extSourceSystemAudit.externalKey.sourceKey', 'string'],
    ['commerce.order.priceTotal', undefined],
    ['person.name.firstName.x', undefined],
    ['constructor', undefined],
    ['person.toString', undefined],
  ])('%s is %s', (path, type) => {
    expect(typeAt('profile', path)).toBe(type);
  });
});

describe('built-in event union (profile-store.md 1.3, 2.11)', () => {
  it.each([
    ['_id', 'string'],
    ['timestamp', 'date-time'],
    ['eventType', 'string'],
    ['identityMap.ECID.id', 'string'],
    ['web.webPageDetails.isHomePage', 'boolean'],
    ['web.webPageDetails.pageViews.value', 'double'],
    ['commerce.purchases.value', 'double'],
    ['commerce.order.payments.paymentAmount', 'double'],
    ['commerce.shipping.address.city', 'string'],
    ['productListItems.quantity', 'integer'],
    ['productListItems.productCategories.categoryName', 'string'],
    ['productListItems.returnItem.returnReason', 'string'],
    ['device.screenWidth', 'integer'],
    ['environment._dc.language', 'string'],
    ['environment.browserDetails.userAgentClientHints.brands.version', 'string'],
    ['placeContext.geo._schema.longitude', 'double'],
    ['placeContext.activePOIs.distanceToPOICenter', 'double'],
    ['channel._type', 'string'],
    ['marketing.campaignName', 'string'],
    ['application.sessionLength', 'integer'],
    ['directMarketing.opens.value', 'double'],
    ['search.isPaid', 'boolean'],
    ['siteSearch.filter.value', 'array of string'],
    ['searchRequest.value', 'double'],
    ['userAccount.login', 'integer'],
    ['loyalty.pointsGained.value', 'double'],
    ['pushNotificationTracking.isLaunch', 'boolean'],
    ['surveyResponse.surveyAnswers', 'array of string'],
    ['endUserIDs._experience.mcid.id', 'string'],
    ['person.name', undefined],
    ['segmentMembership', undefined],
  ])('%s is %s', (path, type) => {
    expect(typeAt('event', path)).toBe(type);
  });

  it('demands an id and a time', () => {
    expect(unionSchema('event').required).toEqual(['_id', 'timestamp']);
  });
});

it('gives every field one definition: no two field groups of a class disagree on the kind of a path', () => {
  for (const groups of Object.values(catalogue)) {
    const roots = groups.flatMap((group) => Object.entries(group.fields));
    for (const [name, nodes] of Map.groupBy(roots, ([name]) => name)) {
      expect([name, new Set(nodes.map(([, node]) => node.kind)).size]).toEqual([name, 1]);
    }
    expect(new Set(groups.map((group) => group.$id)).size).toBe(groups.length);
  }
});

describe('tenant fields in a union', () => {
  const field = (
    path: string,
    node: TenantField['node'],
    schemaClass: TenantField['class'] = 'profile',
  ): TenantField => ({
    class: schemaClass,
    path: path.split('.'),
    node,
    origin: 'declared',
  });

  it('joins them below their root, each in its class', () => {
    const fields = [
      field('_shop.size', integer()),
      field('_shop.a.b', string()),
      field('_shop.till', string(), 'event'),
    ];
    const { root, event } = querySchema(fields);
    expect(root.fields._shop).toEqual(object({ size: integer(), a: object({ b: string() }) }));
    expect(event.fields._shop).toEqual(object({ till: string() }));
    expect(root.fields.person).toBe(unionSchema('profile').fields.person);
    expect(unionSchema('profile').fields._shop).toBeUndefined();
  });

  it('keeps the first of two definitions', () => {
    const schema = unionSchema('profile', [field('_shop.size', integer()), field('_shop.size', string())]);
    expect(fieldAt(schema, ['_shop', 'size'])).toEqual(integer());
  });
});

describe('columns (docs/data-layout.md)', () => {
  it('flattens objects and keeps arrays and maps whole', () => {
    const schema = object({
      a: object({ 'b/c': integer(), tags: array(string()) }),
      m: map(array(object({ on: oneOf('y', 'n') }))),
    });
    expect(attributeColumns(schema)).toEqual([
      { path: ['a', 'b/c'], name: '/a/b~1c', type: { kind: 'number' } },
      { path: ['a', 'tags'], name: '/a/tags', type: { kind: 'array', items: { kind: 'string' } } },
      {
        path: ['m'],
        name: '/m',
        type: {
          kind: 'map',
          values: { kind: 'array', items: { kind: 'tuple', fields: { on: { kind: 'string', lowCardinality: true } } } },
        },
      },
    ]);
    expect(columnName(['homeAddress', 'city'])).toBe('/homeAddress/city');
  });

  it.each([
    ['eventType', { kind: 'string', lowCardinality: true }],
    ['timestamp', { kind: 'instant' }],
    ['_id', { kind: 'string' }],
    ['commerce.order.priceTotal', { kind: 'number' }],
    ['productListItems.quantity', { kind: 'number' }],
    ['web.webPageDetails.isHomePage', { kind: 'boolean' }],
  ])('%s has the column type %o', (path, type) => {
    const node = fieldAt(unionSchema('event'), path.split('.'));
    expect(node && columnType(node)).toEqual(type);
  });
});
