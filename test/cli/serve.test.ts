import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { secant, serve, temporaryDirectory } from './kit.ts';

/** A query whose head has been sent and whose body has not; `answer` is everything until the connection ends. */
async function startRequest(url: string, length: number) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const chunks: string[] = [];
  const answer = new Promise<string>((resolve) => {
    socket.on('error', () => {});
    socket.on('data', (data) => chunks.push(String(data)));
    socket.on('close', () => resolve(chunks.join('')));
  });
  await once(socket, 'connect');
  const head = [
    'POST /secant/query HTTP/1.1',
    'Host: x',
    'Authorization: Bearer x',
    'x-api-key: x',
    'x-gw-ims-org-id: A@AdobeOrg',
  ];
  socket.write(`${[...head, `Content-Length: ${length}`, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  return { socket, answer };
}

describe('secant serve', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await temporaryDirectory();
  });

  it('prints one line when it is ready, answers, and ends by SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      await using server = await serve(directory);
      expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ready' });
      const { code, stdout } = await server.stop(signal);
      expect([code, stdout]).toEqual([0, `Secant is ready at ${server.url}`]);
    }
  });

  it('refuses a second process on the same directory, and frees it when the first is killed', async () => {
    await using first = await serve(directory);
    for (const args of [
      ['serve', '--auth', 'none', '--port', '0'],
      ['schema', 'show', 'profile'],
    ]) {
      const refused = await secant([...args, '--data-dir', directory]);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain(
        `The data directory ${directory} is in use by a server at ${first.url} (process `,
      );
    }
    await first.stop('SIGKILL');
    await using second = await serve(directory);
    expect((await fetch(`${second.url}/health`)).status).toBe(200);
  });

  it('lets a request under way end, and cuts off one that does not', async () => {
    await using server = await serve(directory);
    const body = '{"expression":"true"}';
    const ending = await startRequest(server.url, body.length);
    const hanging = await startRequest(server.url, body.length);
    // Its answer shows that the server has both requests before it.
    await fetch(`${server.url}/health`);
    const begun = performance.now();
    const stopping = server.stop('SIGTERM');
    ending.socket.write(body);
    expect(await ending.answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"totalProfiles":0/);
    expect(await hanging.answer).toBe('');
    expect((await stopping).code).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('refuses to start where no authentication would be open to others', async () => {
    const refused = await secant(['serve', '--auth', 'none', '--host', '0.0.0.0', '--data-dir', directory]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('host: 0.0.0.0\n    Must be a loopback address');
  });

  it('says when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const refused = await secant(['serve', '--auth', 'none', '--port', String(port), '--data-dir', directory]);
    other.close();
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('EADDRINUSE');
  });
});
