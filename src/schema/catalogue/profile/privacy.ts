import { array, dateTime, map, object, oneOf, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

// profile-store.md section 1.8, second table. The root list is the older guide's place of the same opt-outs.

const privacyOptOuts = array(
  object({
    optOutType: oneOf('general_opt_out', 'sales_sharing_opt_out'),
    optOutValue: oneOf('not_provided', 'pending', 'in', 'out'),
    timestamp: dateTime(),
  }),
);

const identityIABConsent = object({
  consentTimestamp: dateTime(),
  consentString: object({ consentStandard: string(), consentStandardVersion: string(), consentStringValue: string() }),
});

export const privacy = fieldGroup('xdm/context/profile-privacy', 'Profile Privacy', {
  privacyOptOuts,
  optOutConsentLevel: object({ privacyOptOuts }),
  identityPrivacyInfo: map(map(object({ identityIABConsent }))),
});
