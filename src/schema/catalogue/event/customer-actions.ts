import { array, boolean, double, each, integer, object, string } from '../../node.ts';
import { identity } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

export const userLoginDetails = fieldGroup('xdm/mixins/experienceevent-user-login-details', 'User Login Details', {
  userAccount: object({
    ...each(integer(), 'login', 'logout', 'loginFailure', 'forgotPassword', 'forgotUsername', 'createProfile'),
    ...each(integer(), 'updateProfile', 'resetPassword', 'sessionTimeout', 'accountSwitch', 'cookieConsentViewed'),
    loginThirdParty: integer(),
    ...each(string(), 'loginType', 'loginStatus', 'loginLocation', 'loginThirdPartySite'),
    ...each(boolean(), 'loginBiometric', 'loginMultiFactor', 'loginKeychain', 'cookieConsentAccepted'),
  }),
});

const points = array(
  object({ value: double(), ...each(string(), 'promotionId', 'loyaltyProgramId', 'transactionId') }),
);

export const loyaltyEvents = fieldGroup('xdm/context/experienceevent-loyalty-details', 'Loyalty Details', {
  loyalty: object({
    pointsGained: points,
    pointsRedemption: points,
    discounts: array(
      object({ value: double(), ...each(string(), 'source', 'triggeredForItem', 'scope', 'promotionId') }),
    ),
    couponRedemption: array(object(each(string(), 'id', 'series', 'seriesName', 'promotionId'))),
    referralRedemption: array(object(each(string(), 'code', 'promotionId'))),
  }),
});

export const pushTracking = fieldGroup('xdm/context/experienceevent-pushtracking', 'Push Notification Tracking', {
  pushNotificationTracking: object({
    ...each(string(), 'pushProvider', 'pushProviderMessageID'),
    isLaunch: boolean(),
    customAction: object({ actionID: string(), value: double() }),
  }),
});

export const surveyResponse = fieldGroup(
  'xdm/mixins/experienceevent-survey-response-details',
  'Survey Response Details',
  {
    surveyResponse: object({
      surveyID: string(),
      ...each(array(string()), 'surveyQuestions', 'surveyAnswers'),
    }),
  },
);

/** Legacy identities of an event: plain data, never used to find a profile. */
export const endUserIds = fieldGroup('xdm/context/experienceevent-enduserids', 'End User ID Details', {
  endUserIDs: object({
    _experience: object(
      each(identity, 'mcid', 'aaid', 'acid', 'aacustomid', 'tntid', 'adcloud', 'emailid', 'phonenumberid'),
    ),
  }),
});
