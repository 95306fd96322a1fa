import { application, channel, directMarketing, marketing } from './event/channels.ts';
import { eventClass } from './event/class.ts';
import { commerce } from './event/commerce.ts';
import { endUserIds, loyaltyEvents, pushTracking, surveyResponse, userLoginDetails } from './event/customer-actions.ts';
import { environmentDetails } from './event/environment-details.ts';
import { search, siteSearch } from './event/search.ts';
import { web } from './event/web.ts';
import type { FieldGroup } from './field-group.ts';
import { identityMap } from './identity-map.ts';
import { profileClass } from './profile/class.ts';
import { consents } from './profile/consents.ts';
import { otherWorkDetails, personalDetails, workDetails } from './profile/contact-details.ts';
import { loyaltyDetails } from './profile/loyalty-details.ts';
import { sourceSystemAudit, sourceSystemMarkers, testProfile } from './profile/markers.ts';
import { personDetails } from './profile/person-details.ts';
import { preferencesDetails } from './profile/preferences-details.ts';
import { privacy } from './profile/privacy.ts';
import { pushNotificationDetails } from './profile/push-notification-details.ts';
import { segmentation } from './profile/segmentation.ts';
import { subscriptions } from './profile/subscriptions.ts';
import { travelPreferences } from './profile/travel-preferences.ts';
import { userAccountDetails } from './profile/user-account-details.ts';

/** Classes that have a union schema: `_xdm.context.profile` and `_xdm.context.experienceevent`. */
export type SchemaClass = 'profile' | 'event';

/** The built-in field groups of a class, the class itself first (profile-store.md sections 2.10 and 2.11). */
export const catalogue: Readonly<Record<SchemaClass, readonly FieldGroup[]>> = {
  profile: [
    profileClass,
    personDetails,
    personalDetails,
    workDetails,
    otherWorkDetails,
    loyaltyDetails,
    consents,
    privacy,
    preferencesDetails,
    segmentation,
    identityMap,
    pushNotificationDetails,
    subscriptions,
    userAccountDetails,
    travelPreferences,
    testProfile,
    sourceSystemMarkers,
    sourceSystemAudit,
  ],
  event: [
    eventClass,
    identityMap,
    web,
    commerce,
    environmentDetails,
    channel,
    marketing,
    application,
    directMarketing,
    search,
    siteSearch,
    userLoginDetails,
    loyaltyEvents,
    pushTracking,
    surveyResponse,
    endUserIds,
  ],
};
