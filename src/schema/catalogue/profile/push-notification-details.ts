import { array, boolean, each, object, string } from '../../node.ts';
import { identity } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

export const pushNotificationDetails = fieldGroup(
  'xdm/context/profile-push-notification-details',
  'Push Notification Details',
  {
    pushNotificationDetails: array(
      object({ ...each(string(), 'token', 'platform', 'appID'), denylisted: boolean(), identity }),
    ),
  },
);
