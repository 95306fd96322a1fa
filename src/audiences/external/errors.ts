import { ServiceError } from '../../errors.ts';

/** The refusals of external audiences (api-audiences.md section 4.8); the text becomes the `detail` of the answer. */
export const badRequest = (detail: string): ServiceError => new ServiceError('100910-400', detail);
export const unknownResource = (what: string, id: string): ServiceError =>
  new ServiceError('100940-404', `The ${what} ${id} is not found.`);
export const duplicate = (detail: string): ServiceError => new ServiceError('100950-409', detail);
export const impossible = (detail: string): ServiceError => new ServiceError('100960-422', detail);
