import swagger from '@fastify/swagger';
import { describedSchema } from '../openapi/route.ts';
import type { App } from '../types.ts';

const DESCRIPTION = `Audience segmentation over customer profiles and their events.

Every operation but \`/health\` and this page takes the three headers of the security scheme. Errors carry a code and
the id of the request. \`x-permission\` is what the caller must be granted; \`x-missing\` is what an operation does not do
yet.`;

/** Collects the routes for \`/openapi.json\`. Call before any route is registered. */
export async function registerOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Secant', version, description: DESCRIPTION },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'Access token.' },
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Client id of the caller.' },
          organization: { type: 'apiKey', in: 'header', name: 'x-gw-ims-org-id', description: 'Organization id.' },
        },
      },
    },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, index) => (typeof $id === 'string' ? $id : `def-${index}`),
    },
    transform: ({ schema, url, route }) => ({ schema: describedSchema(schema, url, route), url }),
  });
}
