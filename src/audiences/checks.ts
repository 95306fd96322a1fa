import { ServiceError } from '../errors.ts';
import { type Cost, saveChecks } from '../pql/index.ts';

/**
 * The critical checks of evaluation.md section 11.
 *
 * @throws ServiceError `UPAPI-900108-400`
 */
export function refuseComplex(cost: Cost): void {
  const failed = saveChecks(cost).filter(({ critical }) => critical);
  const [first, ...details] = failed.map(
    ({ check, found, limit }) => `The expression fails the check ${check}: found ${found}, limit ${limit}.`,
  );
  if (first !== undefined) throw new ServiceError('UPAPI-900108-400', first, { details });
}

/** `UPAPI-900104-400` */
export const unknownMergePolicy = (id: string, schemaName: string): ServiceError =>
  new ServiceError(
    'UPAPI-900104-400',
    `The merge policy ${id} is not found or does not apply to schema ${schemaName}.`,
  );
