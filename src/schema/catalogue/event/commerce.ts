import { array, dateTime, double, each, integer, object, oneOf, string, usually } from '../../node.ts';
import { address, currencyCode, measures } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

const payments = array(
  object({
    transactionID: string(),
    paymentAmount: double(),
    paymentType: usually(
      'cash',
      'credit_card',
      'debit_card',
      'gift_card',
      'check',
      'paypal',
      'wire_transfer',
      'credit_card_reference',
      'other',
    ),
    currencyCode,
  }),
);

const refunds = array(
  object({
    ...each(string(), 'transactionID', 'refundReason', 'refundPaymentType'),
    refundAmount: double(),
    currencyCode,
  }),
);

const order = object({
  ...each(string(), 'purchaseID', 'purchaseOrderNumber'),
  currencyCode,
  ...each(double(), 'priceTotal', 'taxAmount', 'discountAmount', 'refundTotal'),
  orderType: oneOf('checkout', 'instant_purchase'),
  ...each(dateTime(), 'createdDate', 'lastUpdatedDate', 'cancelDate'),
  payments,
  refunds,
  returns: object(each(string(), 'returnID', 'returnStatus', 'purchaseID')),
});

const shipping = object({
  ...each(string(), 'shippingMethod', 'trackingURL'),
  shippingAmount: double(),
  shippingDestination: oneOf('home', 'store'),
  shipDate: dateTime(),
  address,
});

const returnItem = object({
  ...each(string(), 'returnStatus', 'returnReason', 'returnItemCondition', 'returnResolution'),
  ...each(integer(), 'returnQuantityRequested', 'returnQuantityAuthorized', 'returnQuantityReceived'),
  returnQuantityApproved: integer(),
});

const productListItems = array(
  object({
    ...each(string(), 'SKU', '_id', 'product', 'name', 'productImageUrl', 'productAddMethod', 'unitOfMeasureCode'),
    quantity: integer(),
    ...each(double(), 'priceTotal', 'discountAmount', 'refundAmount'),
    currencyCode,
    selectedOptions: array(object(each(string(), 'attribute', 'value'))),
    productCategories: array(object(each(string(), 'categoryID', 'categoryName', 'categoryPath'))),
    returnItem,
  }),
);

export const commerce = fieldGroup('xdm/context/experienceevent-commerce', 'Commerce Details', {
  commerce: object({
    ...measures('checkouts', 'productListAdds', 'productListOpens', 'productListRemovals', 'productListReopens'),
    ...measures('productListViews', 'productViews', 'purchases', 'saveForLaters', 'cartAbandons', 'inStorePurchase'),
    ...measures('instantPurchase', 'requisitionListOpens', 'requisitionListAdds', 'requisitionListRemovals'),
    ...measures('requisitionListDeletes'),
    order,
    cart: object(each(string(), 'cartID', 'cartSource')),
    promotionID: string(),
    shipping,
    billing: object({ address }),
    requisitionList: object(each(string(), 'ID', 'name', 'description')),
    commerceScope: object(each(string(), 'environmentID', 'websiteCode', 'storeCode', 'storeViewCode')),
  }),
  productListItems,
});
