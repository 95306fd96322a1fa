import type { AddressInfo } from 'node:net';
import type { AppServices, RegisterRoutes } from './app.ts';
import { createApp } from './app.ts';

/** Milliseconds that requests may go on after the server was told to stop. */
const DRAIN_MS = 5_000;

export interface HttpServer {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Refuses new requests, lets those under way end, and cuts off what is left after 5 s. */
  close(): Promise<void>;
}

/** Starts to listen on the configured address. Rejects with an error of the system when that is not possible. */
export async function startHttpServer(
  services: Omit<AppServices, 'isStopping'>,
  register: RegisterRoutes,
): Promise<HttpServer> {
  let stopping = false;
  const app = await createApp({ ...services, isStopping: () => stopping }, register);
  const { host, port } = services.config;
  await app.listen({ host, port });
  const address = app.server.address();
  return {
    url: urlOf(typeof address === 'object' && address !== null ? address : { address: host, port }),
    async close() {
      stopping = true;
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
      await app.close();
      clearTimeout(cut);
    },
  };
}

function urlOf({ address, port }: Pick<AddressInfo, 'address' | 'port'>): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
