import { boolean, dateTime, each, object, oneOf, string, usually } from '../../node.ts';
import { language } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

const choice = oneOf('not_provided', 'pending', 'in', 'out');

const channels = [
  ...[
    'adm',
    'agency',
    'apns',
    'application',
    'baidu',
    'channel',
    'direct-mail',
    'directMail',
    'email',
    'facebook-feed',
  ],
  ...['fax', 'gcm', 'line', 'mobile-app', 'mpns', 'phone', 'sms', 'twitter-feed', 'web', 'webpage', 'wechat', 'wns'],
];

const optOutDetails = object({ optOutReason: string(), optOutDate: dateTime() });

export const preferencesDetails = fieldGroup('xdm/context/profile-preferences-details', 'Preference Details', {
  preferredLanguage: language,
  ...each(string(), 'timeZone', 'profilePictureLink'),
  emailFormat: usually('html', 'plaintext'),
  optInOut: object({
    _channels: object(each(choice, ...channels)),
    globalOptout: boolean(),
    optOutDetails: object(each(optOutDetails, 'email', 'phone', 'fax', 'direct-mail')),
  }),
});
