import type { FastifyContextConfig, FastifySchema } from 'fastify';

/** A route as fastify knows it. */
export interface RouteToDescribe {
  readonly method: string | string[];
  readonly config?: FastifyContextConfig;
}

/** The schema of a route as `/openapi.json` shows it: with the name of the operation, its permission and an example. */
export function describedSchema(schema: FastifySchema, url: string, { config = {}, method }: RouteToDescribe) {
  const { access, documentedBody = schema.body, example, missing } = config;
  return {
    ...schema,
    operationId: operationId([method].flat().join(' '), url),
    ...(access !== undefined && access !== 'open' && { 'x-permission': access }),
    ...(missing !== undefined && { 'x-missing': missing }),
    ...(schema.querystring !== undefined && { querystring: withDefaults(schema.querystring) }),
    ...(schema.body !== undefined && {
      body: { ...Object(documentedBody), ...(example !== undefined && { examples: [example] }) },
    }),
  };
}

/** `GET`, `/data/core/ups/segment/jobs/:id` → `getSegmentJobsById`. */
function operationId(method: string, url: string): string {
  const words = url
    .replace(/^\/data\/(core|foundation)\/(ups\/)?/, '/')
    .split(/[^A-Za-z0-9:]+/)
    .filter((word) => word !== '')
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)));
  return method.toLowerCase() + words.join('');
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A parameter with a default may be left out. */
function withDefaults(querystring: unknown): object {
  const { properties = {}, required = [], ...rest } = Object(querystring);
  const hasDefault = (name: string) => Object.hasOwn(Object(properties[name]), 'default');
  return { ...rest, properties, required: required.filter((name: string) => !hasDefault(name)) };
}
