import { person } from '../data-types.ts';
import { fieldGroup } from '../field-group.ts';

export const personDetails = fieldGroup('xdm/context/profile-person-details', 'Demographic Details', { person });
