/** An audience as a marketer would describe it. */
export interface ExampleAudience {
  readonly name: string;
  readonly description: string;
  /** PQL; `idOf` gives the id of an audience that stands earlier in the list. */
  readonly pql: string | ((idOf: (name: string) => string) => string);
}

const PURCHASES = 'eventType = "commerce.purchases"';

const VIP = 'VIP';
const GERMAN_SPEAKING = 'German-speaking newsletter readers';

/** The audiences of the demo, in an order in which each needs only earlier ones. */
export const SHOP_AUDIENCES: readonly ExampleAudience[] = [
  {
    name: 'Cart abandoners',
    description: 'Put something into the cart in the last 3 days and did not buy since',
    pql: `xEvent.exists(eventType = "commerce.productListAdds" and timestamp occurs <= 3 days before now)
      and not xEvent.exists(${PURCHASES} and timestamp occurs <= 3 days before now)`,
  },
  {
    name: 'Lapsed high spenders',
    description: 'Spent more than 500 in all, but nothing in the last 180 days',
    pql: `xEvent[${PURCHASES}].sum(commerce.order.priceTotal) > 500
      and not xEvent.exists(${PURCHASES} and timestamp occurs <= 180 days before now)`,
  },
  {
    name: "Fans of women's shoes",
    description: "Looked at five or more of the women's shoes in the last 60 days",
    pql: `xEvent[eventType = "commerce.productViews" and timestamp occurs <= 60 days before now
      and productListItems.exists(productCategories.exists(categoryID = "womens-shoes"))].count() >= 5`,
  },
  {
    name: 'Birthday this month',
    description: 'Has a birthday this month and may be written to',
    pql: 'person.birthDate.getMonth() = currentMonth() and consents.marketing.email.val = "y"',
  },
  {
    name: 'Quiet gold members',
    description: 'Gold or platinum tier without a purchase in the last 60 days',
    pql: `loyalty.tier in ["gold", "platinum"]
      and not xEvent.exists(${PURCHASES} and timestamp occurs <= 60 days before now)`,
  },
  {
    name: 'Reads, never bought',
    description: 'Opened three or more newsletters in the last 90 days and never bought anything',
    pql: `xEvent[eventType = "directMarketing.emailOpened" and timestamp occurs <= 90 days before now].count() >= 3
      and not xEvent.exists(${PURCHASES})`,
  },
  {
    name: 'Big baskets',
    description: 'Placed an order of 400 or more, or of eight or more pieces, in the last year',
    pql: `exists order from xEvent where order.${PURCHASES} and order.timestamp occurs <= 1 year before now
      and (order.commerce.order.priceTotal >= 400 or order.productListItems.sum(quantity) >= 8)`,
  },
  {
    name: 'Frequent returners',
    description: 'Sent goods back at least three times in the last year',
    pql: `xEvent[eventType = "commerce.backofficeCreditMemoIssued"
      and timestamp occurs <= 365 days before now].count() >= 3`,
  },
  {
    name: 'New customers',
    description: 'Bought for the first time in the last 30 days',
    pql: '_shop.firstPurchase occurs <= 30 days before now',
  },
  {
    name: VIP,
    description: 'Spent 1,500 or more in the last 365 days',
    pql: `xEvent[${PURCHASES} and timestamp occurs <= 365 days before now].sum(commerce.order.priceTotal) >= 1500`,
  },
  {
    name: GERMAN_SPEAKING,
    description: 'Lives in Germany, Austria or Switzerland, reads German and agreed to e-mail',
    pql: `homeAddress.countryCode in ["DE", "AT", "CH"] and preferredLanguage.startsWith("de-")
      and consents.marketing.email.val = "y"`,
  },
  {
    name: 'VIP, German-speaking',
    description: 'In both audiences',
    pql: (idOf) => `inSegment("${idOf(VIP)}") and inSegment("${idOf(GERMAN_SPEAKING)}")`,
  },
  {
    name: 'Bargain hunters',
    description: 'Bought at least twice, and always during a sale',
    pql: `xEvent[${PURCHASES}].count() >= 2
      and (forall order from xEvent[${PURCHASES}] where order.commerce.promotionID.isNotNull())`,
  },
];
