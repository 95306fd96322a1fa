import { array, boolean, dateTime, each, object, oneOf, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';
import { personalContacts } from './contact-details.ts';

export const userAccountDetails = fieldGroup(
  'xdm/mixins/profile/profile-user-account-details',
  'User Account Details',
  {
    userAccount: object({
      ...each(string(), 'ID', 'accountType'),
      startDate: dateTime(),
      status: oneOf('active', 'inactive', 'disabled', 'other'),
      productPreferences: array(string()),
      ...each(boolean(), 'alertStatus', 'autopayStatus'),
      contactDetails: object(personalContacts),
    }),
  },
);
