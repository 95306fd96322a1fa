import { Worker } from 'node:worker_threads';
import type { FromRowWorker, RowWorkerStart, ToRowWorker } from './row-worker.ts';
import { IngestionError } from './rows.ts';

/** The answer to a message that was understood. */
export type Done = Extract<FromRowWorker, { readonly kind: 'done' }>;

/** The thread that reads rows, so that the process stays free for requests. */
export class RowThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<Done>[] = [];

  constructor(start: RowWorkerStart) {
    this.#worker = new Worker(new URL('./row-worker.ts', import.meta.url), { workerData: start });
    this.#worker.on('message', (answer: FromRowWorker) => this.#receive(answer));
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  /** Messages are answered in their order. @throws {IngestionError} */
  ask(message: ToRowWorker): Promise<Done> {
    const answer = Promise.withResolvers<Done>();
    this.#waiting.push(answer);
    this.#worker.postMessage(message, message.kind === 'chunk' ? [message.chunk.bytes.buffer] : []);
    return answer.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(answer: FromRowWorker): void {
    const waiting = this.#waiting.shift();
    if (answer.kind === 'done') waiting?.resolve(answer);
    else waiting?.reject(answer.kind === 'refused' ? new IngestionError(answer.message) : new Error(answer.message));
  }
}
