import { boolean, each, integer, object, oneOf, string } from '../../node.ts';
import { language, measures } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

export const channel = fieldGroup('xdm/context/experienceevent-channel', 'Channel Details', {
  channel: object({
    ...each(string(), '_id', '_type', 'typeAtSource', 'mediaType', 'mediaAction', 'referringSource'),
    mode: oneOf('push', 'pull', 'bidirectional'),
  }),
});

export const marketing = fieldGroup('xdm/context/experienceevent-marketing', 'Campaign Marketing Details', {
  marketing: object(each(string(), 'trackingCode', 'campaignName', 'campaignGroup')),
});

export const application = fieldGroup('xdm/context/experienceevent-application', 'Application Details', {
  application: object({
    ...each(string(), 'id', 'name', 'version'),
    _dc: object({ language }),
    ...measures('launches', 'firstLaunches', 'installs', 'upgrades', 'crashes', 'featureUsages', 'applicationCloses'),
    ...each(boolean(), 'isClose', 'isLaunch', 'isInstall', 'isUpgrade'),
    closeType: oneOf('close', 'unknown'),
    sessionLength: integer(),
    userPerspective: oneOf('foreground', 'background', 'detached'),
  }),
});

export const directMarketing = fieldGroup('xdm/context/experienceevent-directmarketing', 'Direct Marketing Details', {
  directMarketing: object({
    ...measures('sends', 'opens', 'clicks', 'bounces', 'unsubscriptions', 'emailDelivered', 'nonDeliverables'),
    ...measures('notSent', 'mirrorPages', 'offerOpens', 'userComplaints', 'impressions', 'excludes', 'customActions'),
    ...measures('marketingSubscription'),
    ...each(string(), 'messageID', 'hashedEmail', 'emailVisitorID', 'unsubscribeReason'),
  }),
});
