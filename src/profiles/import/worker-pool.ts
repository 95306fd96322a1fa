import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Namespace } from '../identity/namespaces.ts';
import type { Block, FromWorker, ToWorker, WorkerJob, WorkItem, WorkReport } from './job.ts';
import { answerNamespace } from './namespace-client.ts';
import type { WorkerStart } from './worker.ts';

export interface PoolHandlers {
  readonly report: (report: WorkReport, file: string) => void;
  readonly block: (block: Block) => void;
  readonly namespace: (codeOrId: string) => Promise<Namespace | undefined>;
}

/** How many items a worker has in hand: one at work and one that waits, so that it never idles. */
const IN_HAND = 2;

/** Threads that validate rows. Each item goes to the worker with the least in hand; reports come in the order of items. */
export class WorkerPool {
  readonly #handlers: PoolHandlers;
  readonly #workers: readonly PoolWorker[];
  readonly #failure = Promise.withResolvers<never>();
  /** Resolves when all reports so far are told. */
  #told: Promise<void> = Promise.resolve();

  constructor(size: number, job: WorkerJob, firstSeq: number, handlers: PoolHandlers) {
    this.#handlers = handlers;
    this.#failure.promise.catch(() => undefined);
    const fail = (error: unknown) => this.#failure.reject(error);
    this.#workers = Array.from({ length: size }, () => new PoolWorker({ job, firstSeq }, handlers, fail));
  }

  /** Hands an item over as soon as a worker has room. */
  async add(item: WorkItem, file: string): Promise<void> {
    const worker = this.#workers.reduce((least, next) => (next.inHand < least.inHand ? next : least));
    await Promise.race([this.#failure.promise, worker.room()]);
    const report = worker.add(item, file);
    this.afterReports(async () => this.#handlers.report(await report, file));
  }

  /** Does something when all items that were handed over until now are reported, and before those after them are. */
  afterReports(action: () => void | Promise<void>): void {
    this.#told = this.#told.then(action);
    this.#told.catch(this.#failure.reject);
  }

  /** Waits until all items are done and the last blocks are written. */
  async finish(): Promise<void> {
    const finished = this.#workers.map((worker) => worker.finish());
    await Promise.race([this.#failure.promise, Promise.all([...finished, this.#told])]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

class PoolWorker {
  readonly #worker: Worker;
  readonly #replies: MessagePort;
  readonly #flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #handlers: PoolHandlers;
  /** What waits for the reports of the items in hand. */
  readonly #reports: ((report: WorkReport) => void)[] = [];
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #finished = Promise.withResolvers<void>();

  constructor(start: Omit<WorkerStart, 'channel'>, handlers: PoolHandlers, fail: (error: unknown) => void) {
    const { port1, port2 } = new MessageChannel();
    this.#replies = port1;
    this.#handlers = handlers;
    const workerData: WorkerStart = { ...start, channel: { replies: port2, flag: this.#flag } };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, transferList: [port2] });
    this.#worker.on('error', fail);
    this.#worker.on('message', (message: FromWorker) => {
      this.#receive(message).catch(fail);
    });
  }

  get inHand(): number {
    return this.#reports.length;
  }

  async room(): Promise<void> {
    while (this.inHand >= IN_HAND) await this.#wake.promise;
  }

  add(item: WorkItem, file: string): Promise<WorkReport> {
    const report = Promise.withResolvers<WorkReport>();
    this.#reports.push(report.resolve);
    const transfer = item.kind === 'chunk' ? [item.chunk.bytes.buffer] : [];
    this.#post({ kind: 'work', item, file }, transfer);
    return report.promise;
  }

  finish(): Promise<void> {
    this.#post({ kind: 'finish' });
    return this.#finished.promise;
  }

  async terminate(): Promise<void> {
    this.#replies.close();
    await this.#worker.terminate();
  }

  #post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  async #receive(message: FromWorker): Promise<void> {
    switch (message.kind) {
      case 'report':
        this.#reports.shift()?.(message.report);
        this.#wake.resolve();
        this.#wake = Promise.withResolvers();
        return;
      case 'block':
        return this.#handlers.block(message.block);
      case 'namespace':
        return answerNamespace(this.#replies, this.#flag, await this.#handlers.namespace(message.code));
      case 'finished':
        return this.#finished.resolve();
      case 'failed':
        throw new Error(message.message);
    }
  }
}
