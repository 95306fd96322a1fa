import { setCommonHeaders } from '../common-headers.ts';
import type { App } from '../types.ts';

/** Sends the common headers with every response; one without a body has no type. */
export function registerHeaders(app: App): void {
  app.addHook('onRequest', async (request, reply) => setCommonHeaders(request, reply));
  app.addHook('onSend', async (_request, reply, payload) => {
    if (reply.statusCode === 204) reply.removeHeader('content-type');
    return payload;
  });
}
