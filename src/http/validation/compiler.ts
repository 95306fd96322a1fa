import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Settings } from 'typebox/system';
import { ServiceError } from '../../errors.ts';
import { bodyReader } from './body.ts';
import { queryReader } from './query.ts';

// All problems of a request are reported, up to a bound for bodies that are wrong throughout.
Settings.Set({ maxErrors: 1000 });

/**
 * Gives fastify the readers of the request schemas: what a route gets as `body` and `query` has passed them. Path
 * parameters are plain text: an id of the wrong form is "not found", which only the resource can say.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart === 'body') return guarded(bodyReader(schema));
  if (httpPart === 'querystring') return guarded(queryReader(schema));
  return () => true;
};

/** Hands refusals over as a value, as fastify expects them. */
function guarded<I>(read: (input: I) => unknown) {
  return (input: I) => {
    try {
      return { value: read(input) };
    } catch (error) {
      if (error instanceof ServiceError) return { error };
      throw error;
    }
  };
}
