import { array, each, type Fields, object, string } from '../../node.ts';
import { address, email, phone } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

/** Shared with `userAccount.contactDetails`. */
export const personalContacts: Fields = {
  ...each(address, 'homeAddress', 'shippingAddress', 'billingAddress', 'mailingAddress'),
  personalEmail: email,
  ...each(phone, 'homePhone', 'mobilePhone', 'faxPhone', 'shippingAddressPhone', 'billingAddressPhone'),
};

export const personalDetails = fieldGroup(
  'xdm/context/profile-personal-details',
  'Personal Contact Details',
  personalContacts,
);

export const workDetails = fieldGroup('xdm/context/profile-work-details', 'Work Contact Details', {
  workAddress: address,
  workEmail: email,
  workPhone: phone,
  organizations: array(string()),
});

export const otherWorkDetails = fieldGroup('xdm/context/profile-other-work-details', 'Other Work Details', {
  otherAddress: address,
  otherPhone: phone,
  extendedWorkDetails: object({
    ...each(string(), 'jobTitle', 'reportsToID', 'photoUrl'),
    departments: array(string()),
  }),
});
