const below = (prefix: string, names: string): readonly string[] => names.split(' ').map((name) => `${prefix}.${name}`);

/** Standard values of `eventType` (profile-store.md section 2.11). The vocabulary is open. */
export const eventTypes: readonly string[] = [
  ...['web.webpagedetails.pageViews', 'web.webinteraction.linkClicks', 'web.formFilledOut'],
  ...below('commerce', 'checkouts productListAdds productListOpens productListRemovals productListReopens'),
  ...below('commerce', 'productListViews productViews purchases saveForLaters backofficeOrderPlaced'),
  ...below('commerce', 'backofficeOrderCancelled backofficeOrderItemsShipped backofficeShipmentCompleted'),
  ...below('commerce', 'backofficeCreditMemoIssued'),
  ...below('advertising', 'clicks impressions conversions completes starts firstQuartiles midpoints thirdQuartiles'),
  ...below('advertising', 'timePlayed federated'),
  ...below('application', 'launch close'),
  ...below('directMarketing', 'emailSent emailDelivered emailOpened emailClicked emailBounced emailBouncedSoft'),
  ...below('directMarketing', 'emailUnsubscribed'),
  ...below('message', 'feedback tracking renderingData'),
  'delivery.feedback',
  ...below('pushTracking', 'applicationOpened customAction'),
  ...below('inappmessageTracking', 'display interact dismiss'),
  ...below('decisioning', 'propositionDisplay propositionInteract propositionDismiss propositionSend'),
  ...below('decisioning', 'propositionTrigger'),
  ...below('location', 'entry exit'),
];
