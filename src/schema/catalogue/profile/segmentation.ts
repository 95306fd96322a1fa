import { array, boolean, dateTime, double, map, object, oneOf, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

// profile-store.md section 1.7.

const payload = object(
  {
    payloadType: oneOf('boolean', 'number', 'propensity', 'string'),
    payloadBooleanValue: boolean(),
    payloadNumberValue: double(),
    payloadPropensityValue: double({ exclusiveMinimum: 0, maximum: 1 }),
    payloadStringValue: string(),
  },
  ['payloadType'],
);

const membership = object({
  status: oneOf('realized', 'existing', 'exited'),
  lastQualificationTime: dateTime(),
  timestamp: dateTime(),
  validUntil: dateTime(),
  version: string(),
  payload,
});

export const segmentation = fieldGroup('xdm/context/profile-segmentation', 'Segment Membership Details', {
  segmentMembership: map(map(membership)),
  segments: array(string()),
});
