import { ServiceError } from '../../../errors.ts';

/** A query that is not valid for a reason that has no place: an unknown field, a limit (api-search.md section 1). */
export const invalidQuery = (reason: string): ServiceError =>
  new ServiceError('UPAPI-900601-400', `The search query is not valid: ${reason}`);

/** A syntax error; `at` is an index into the query, the message counts characters from 0. */
export const syntaxError = (query: string, reason: string, at: number): ServiceError =>
  invalidQuery(`${reason} at position ${[...query.slice(0, at)].length}`);
