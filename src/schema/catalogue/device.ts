import { array, boolean, each, integer, object, oneOf, string, usually } from '../node.ts';
import { language } from './data-types.ts';

/** The device of an event or of a subscription. */
export const device = object({
  type: usually(
    'mobile',
    'tablet',
    'desktop',
    'ereader',
    'gaming',
    'television',
    'settop',
    'mediaplayer',
    'computers',
    'tv screens',
  ),
  ...each(string(), 'typeID', 'typeIDService', 'manufacturer', 'model', 'modelNumber'),
  ...each(integer(), 'screenHeight', 'screenWidth', 'colorDepth'),
  screenOrientation: oneOf('portrait', 'landscape'),
  ...each(boolean(), 'isBackgroundPushEnabled', 'isLocationEnabled', 'isPushOptIn'),
});

const userAgentClientHints = object({
  brands: array(object(each(string(), 'brand', 'version'))),
  mobile: boolean(),
  ...each(string(), 'platform', 'platformVersion', 'model', 'architecture', 'bitness'),
  wow64: boolean(),
});

const browserDetails = object({
  ...each(string(), 'userAgent', 'name', 'version', 'vendor', 'acceptLanguage', 'javaScriptVersion', 'javaVersion'),
  ...each(boolean(), 'cookiesEnabled', 'thirdPartyCookiesEnabled', 'javaEnabled', 'javaScriptEnabled'),
  ...each(integer(), 'viewportHeight', 'viewportWidth'),
  userAgentClientHints,
});

/** The surroundings of the device: browser or application, operating system, network. */
export const environment = object({
  type: oneOf('browser', 'application', 'iot', 'external', 'widget'),
  ...each(string(), 'operatingSystem', 'operatingSystemVersion', 'operatingSystemVendor', 'carrier', 'domain', 'ISP'),
  ...each(string(), 'viewedScreen', 'previousScreen', 'ipV4', 'ipV6'),
  _dc: object({ language }),
  connectionType: oneOf(
    'dialup',
    'isdn',
    'bisdn',
    'dsl',
    'cable',
    'wireless_wifi',
    'mobile',
    'mobile_edge',
    'mobile_gprs',
    'mobile_2g',
    'mobile_3g',
    'mobile_lte',
    't1',
    't3',
    'oc3',
    'lan',
    'modem',
  ),
  ...each(integer(), 'colorDepth', 'viewportHeight', 'viewportWidth', 'duration'),
  browserDetails,
});
