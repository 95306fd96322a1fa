import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { NamespaceDirectory } from '../identity/namespace-directory.ts';
import type { Namespace } from '../identity/namespaces.ts';

/** How a worker is answered while it waits. */
export interface NamespaceChannel {
  readonly replies: MessagePort;
  /** One 32-bit flag, set when a reply is there. */
  readonly flag: SharedArrayBuffer;
}

/**
 * Finds namespaces inside a worker. An unknown code is asked for, because it becomes a namespace of the whole sandbox; the
 * worker waits meanwhile, which happens once a code.
 */
export function namespaceClient(
  namespaces: readonly Namespace[],
  { replies, flag }: NamespaceChannel,
  ask: (code: string) => void,
): (codeOrId: string) => Namespace | undefined {
  const directory = new NamespaceDirectory(namespaces);
  const unusable = new Set<string>();
  const answered = new Int32Array(flag);
  return (codeOrId) => {
    const known = directory.find(codeOrId);
    if (known !== undefined || unusable.has(codeOrId)) return known;
    ask(codeOrId);
    Atomics.wait(answered, 0, 0);
    Atomics.store(answered, 0, 0);
    const reply: { namespace: Namespace | undefined } | undefined = receiveMessageOnPort(replies)?.message;
    if (reply?.namespace === undefined) unusable.add(codeOrId);
    else directory.add(reply.namespace);
    return reply?.namespace;
  };
}

/** Answers a worker that waits. */
export function answerNamespace(port: MessagePort, flag: SharedArrayBuffer, namespace: Namespace | undefined): void {
  port.postMessage({ namespace });
  const answered = new Int32Array(flag);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}
