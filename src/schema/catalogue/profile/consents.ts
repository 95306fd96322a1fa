import { array, dateTime, each, map, object, oneOf, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

// profile-store.md section 1.8, first table.

const val = oneOf('y', 'n', 'p', 'u', 'dy', 'dn', 'LI', 'CT', 'CP', 'VI', 'PI');

const consent = object({ val });

const channel = { val, time: dateTime(), reason: string() };

const subscriptions = map(
  object({
    val,
    type: string(),
    topics: array(string()),
    subscribers: map(object({ time: dateTime(), source: string() })),
  }),
);

const marketing = object({
  preferred: oneOf(
    'email',
    'push',
    'inApp',
    'sms',
    'whatsApp',
    'phone',
    'phyMail',
    'inVehicle',
    'inHome',
    'iot',
    'social',
    'other',
    'none',
    'unknown',
  ),
  ...each(object(channel), 'any', 'call', 'fax', 'commercialEmail', 'postalMail'),
  ...each(object({ ...channel, subscriptions }), 'email', 'push', 'sms', 'whatsApp'),
});

const structure = {
  ...each(consent, 'collect', 'share'),
  personalize: object({ content: consent }),
  adID: object({ val, idType: oneOf('IDFA', 'GAID') }),
  marketing,
  metadata: object({ time: dateTime() }),
};

export const consents = fieldGroup('xdm/mixins/profile-consents', 'Consents and Preferences', {
  consents: object({ ...structure, idSpecific: map(map(object(structure))) }),
  consentPoliciesResultMap: map(
    object({ status: oneOf('realized', 'exited'), ts: dateTime(), identityLevelConsents: map(array(string())) }),
  ),
});
