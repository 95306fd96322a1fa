import { setTimeout as delay } from 'node:timers/promises';
import type { RunningServer } from '../cli/kit.ts';

const HEADERS = {
  authorization: 'Bearer x',
  'x-api-key': 'tests',
  'x-gw-ims-org-id': 'secant@local',
  'content-type': 'application/json',
};

/** Calls the API of a server in a process of its own; throws where it answers with an error. */
export async function call(server: RunningServer, method: string, path: string, body?: unknown) {
  const init = { method, headers: HEADERS, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${server.url}${path}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Reads a resource again and again until its status is one of those. */
export async function polled(server: RunningServer, path: string, statuses: readonly string[]) {
  for (;;) {
    const found = await call(server, 'GET', path);
    if (statuses.includes(found.status)) return found;
    await delay(20);
  }
}
