import { dateTime, each, string, usually } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';
import { eventTypes } from './event-types.ts';

/** The class XDM ExperienceEvent itself (profile-store.md section 1.3). */
export const eventClass = fieldGroup('xdm/context/experienceevent', 'XDM ExperienceEvent', {
  ...each(string(), '_id', 'eventMergeId'),
  timestamp: dateTime(),
  eventType: string({ suggested: eventTypes }),
  producedBy: usually('self', 'system', 'salesRef', 'customerRep'),
});

/** Fields that every event must have. */
export const requiredOfEvents = ['_id', 'timestamp'] as const;
