import { array, boolean, map, object, string } from '../node.ts';
import { authenticatedState } from './data-types.ts';
import { fieldGroup } from './field-group.ts';

/** profile-store.md section 1.5: part of both classes. */
export const identityMap = fieldGroup('xdm/context/identitymap', 'IdentityMap', {
  identityMap: map(array(object({ id: string(), authenticatedState, primary: boolean() }))),
});
