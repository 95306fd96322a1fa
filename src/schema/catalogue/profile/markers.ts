import { boolean, dateTime, each, object, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

export const testProfile = fieldGroup('xdm/context/profile-test-profile', 'Profile test details', {
  testProfile: boolean(),
});

export const sourceSystemMarkers = fieldGroup('xdm/mixins/profile-source-system-markers', 'Source System Markers', {
  ...each(string(), 'sourceSystemName', 'recordTypeID', 'recordStatus', 'recordSource'),
});

export const sourceSystemAudit = fieldGroup(
  'xdm/common/external-source-system-audit-details',
  'External Source System Audit Details',
  {
    extSourceSystemAudit: object({
      ...each(dateTime(), 'createdDate', 'lastUpdatedDate', 'lastActivityDate', 'lastReferencedDate', 'lastViewedDate'),
      ...each(string(), 'createdBy', 'lastUpdatedBy', 'externalID'),
      externalKey: object(each(string(), 'sourceType', 'sourceInstanceID', 'sourceID', 'sourceKey')),
    }),
  },
);
