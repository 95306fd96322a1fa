import { BODY_LIMIT, parseBody } from '../body/parse.ts';
import type { App } from '../types.ts';

/** Reads every body as JSON, whatever its accepted type says; GET and DELETE have none (api-conventions.md section 1). */
export function registerBodies(app: App): void {
  app.addHttpMethod('DELETE', { hasBody: false, overrideExisting: true });
  // The checks have judged the type; from here on every body is read alike.
  app.addHook('onRequest', async (request) => {
    delete request.raw.headers['content-type'];
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, async (_request: unknown, body: Buffer) =>
    parseBody(body),
  );
}
