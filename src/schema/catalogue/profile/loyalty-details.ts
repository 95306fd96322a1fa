import { array, dateTime, double, each, integer, object, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

const period = each(dateTime(), 'startDate', 'endDate');

const tasks = array(
  object({ ...each(string(), 'entity', 'name', 'state', 'type'), ...each(double(), 'goal', 'progress'), ...period }),
);

const challenges = array(
  object({ ...each(string(), 'id', 'name', 'description', 'series', 'state', 'frequencyType'), ...period, tasks }),
);

const reward = { ...each(string(), 'id', 'name', 'series', 'state'), ...period };

const rewards = object({
  badges: array(object(reward)),
  coupons: array(
    object({
      ...reward,
      storeName: string(),
      discountValue: double(),
      ...each(integer(), 'redemptionCount', 'redemptionLimit'),
    }),
  ),
  giveaways: array(object({ ...reward, ...each(string(), 'type', 'partnerId', 'partnerName') })),
  referrals: array(object({ ...reward, recipient: string() })),
});

export const loyaltyDetails = fieldGroup('xdm/mixins/profile/profile-loyalty-details', 'Loyalty Details', {
  loyalty: object({
    loyaltyID: array(string()),
    ...each(string(), 'program', 'status', 'tier', 'nextTier', 'upgradeDate'),
    ...each(double(), 'points', 'pointsRedeemed', 'pointsToNextTier', 'adjustedPoints', 'expiredPoints'),
    ...each(double(), 'lifetimePoints', 'lifetimePurchases', 'promisedPoints', 'returnedPoints'),
    ...each(dateTime(), 'joinDate', 'tierUpgradeDate', 'tierExpiryDate'),
    pointsExpiration: array(object({ pointsExpiring: double(), pointsExpirationDate: dateTime() })),
    cardsDetails: array(object(each(string(), 'number', 'series', 'status'))),
    challenges,
    rewards,
  }),
});
