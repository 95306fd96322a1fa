import { dateTime, each, object, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

/** The class XDM Individual Profile itself (profile-store.md section 2.10). */
export const profileClass = fieldGroup('xdm/context/profile', 'XDM Individual Profile', {
  ...each(string(), '_id', 'personID', 'createdByBatchID', 'modifiedByBatchID'),
  ...each(string(), 'repositoryCreatedBy', 'repositoryLastModifiedBy'),
  _repo: object(each(dateTime(), 'createDate', 'modifyDate')),
});
