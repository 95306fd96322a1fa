import { ServiceError } from '../errors.ts';

const VALIDATION = 'There is a problem in audience validation.';

/** The refusals of `/audiences`, by their numbers in api-audiences.md section 5. */

/** E2, E3, E9, E10: what the rules of audiences refuse. */
export const audienceProblem = (reason: string): ServiceError =>
  new ServiceError('UPAPI-113434-400', `${VALIDATION} ${reason}`);

/** E7, E8; the title of the namespace has no final dot. */
export function immutableField(field: string): ServiceError {
  const name = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const message = `${VALIDATION} ${name} is immutable field.`;
  return new ServiceError('UPAPI-113434-400', message, field === 'namespace' ? { title: message.slice(0, -1) } : {});
}

/** E5, with one entry a user. */
export const inUse = (userIds: readonly string[]): ServiceError =>
  new ServiceError('UPAPI-113631-403', 'The audience cannot be deleted.', {
    details: userIds.map((id) => `Used by audience ${id}.`),
  });

/** E6. */
export const audienceNotFound = (id: string): ServiceError =>
  new ServiceError('UPAPI-113430-404', `The audience entity ${id} is not found. Use a valid entity and try again.`);

/** E14. */
export const identifierTaken = (audienceId: string, namespace: string): ServiceError =>
  new ServiceError('UPAPI-900501-409', `The audience ${audienceId} already exists in namespace ${namespace}.`);

/** Of segment definitions, whose names are unique. */
export const nameTaken = (name: string): ServiceError =>
  new ServiceError(
    'UPAPI-900101-422',
    `A segment definition with the name '${name}' already exists. Use PATCH to update it.`,
  );
