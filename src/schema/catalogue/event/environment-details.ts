import { array, dateTime, double, each, integer, object, string } from '../../node.ts';
import { geo, measures } from '../data-types.ts';
import { device, environment } from '../device.ts';
import { fieldGroup } from '../field-group.ts';

const poiDetail = object({ ...each(string(), 'poiID', 'name', 'category', 'type'), distanceToPOICenter: double() });

const placeContext = object({
  ...each(dateTime(), 'localTime', 'IPLocalTime'),
  ianaTimezone: string(),
  ...each(integer(), 'localTimezoneOffset', 'IPLocalTimezoneOffset'),
  geo,
  POIinteraction: object({ poiDetail, ...measures('poiEntries', 'poiExits') }),
  activePOIs: array(poiDetail),
});

export const environmentDetails = fieldGroup('xdm/context/experienceevent-environment-details', 'Environment Details', {
  device,
  environment,
  placeContext,
});
