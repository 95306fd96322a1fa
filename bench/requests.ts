import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** What a thread is told to ask for. */
interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

/**
 * Requests a second that a server of this process answers to a client in a thread of its own, which keeps its
 * connections busy and looks at no more than the status and the length of each answer.
 *
 * @throws Error when an answer is not a success
 */
export async function requestsPerSecond(load: Load): Promise<number> {
  const worker = new Worker(new URL(import.meta.url), { workerData: load });
  const [rate] = await once(worker, 'message');
  if (typeof rate !== 'number') throw new Error(`${load.url}: ${String(rate)}`);
  return rate;
}

async function measure({ connections, headers, seconds, url }: Load): Promise<number> {
  const { host, hostname, pathname, port, search } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`;
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));
  // Half a second to warm up.
  let done = 0;
  const start = performance.now() + 500;
  const end = start + seconds * 1000;
  const goesOn = () => {
    const now = performance.now();
    if (now >= start) done += 1;
    return now < end;
  };
  await Promise.all(sockets.map((socket) => keepBusy(socket, request, goesOn)));
  return (done * 1000) / (performance.now() - start);
}

function keepBusy(socket: Socket, request: string, goesOn: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = '';
    let left = 0;
    socket.setNoDelay(true);
    socket.on('error', reject).on('close', () => resolve());
    socket.on('data', (data) => {
      if (left === 0) {
        head += data.toString('latin1');
        const length = /^HTTP\/1\.1 200 [\s\S]*?\r\ncontent-length: (\d+)[\s\S]*?\r\n\r\n/i.exec(head);
        if (length === null) {
          if (!head.startsWith('HTTP/1.1 200')) reject(new Error(head.slice(0, 200)));
          return;
        }
        left = length[0].length + Number(length[1]) - head.length;
        head = '';
      } else left -= data.length;
      if (left > 0) return;
      if (goesOn()) socket.write(request);
      else socket.destroy();
    });
    socket.write(request);
  });
}

if (!isMainThread) {
  const load: Load = workerData;
  parentPort?.postMessage(await measure(load).catch((error: unknown) => String(error)));
}
