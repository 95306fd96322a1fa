import { parentPort, workerData } from 'node:worker_threads';
import type { Chunk } from '../../profiles/source/chunk.ts';
import { type RowBlock, RowBlocks } from './row-blocks.ts';
import { type FailedRow, IngestionError, RowReader, type RowRules } from './rows.ts';

/** What the thread is started with; blocks are written to files whose names begin with `path`. */
export interface RowWorkerStart {
  readonly rules: RowRules;
  readonly path: string;
}

export type ToRowWorker =
  | { readonly kind: 'file'; readonly header: readonly string[] }
  | { readonly kind: 'chunk'; readonly chunk: Chunk }
  | { readonly kind: 'end' };

/** The answer to each message. */
export type FromRowWorker =
  | { readonly kind: 'done'; readonly taken: number; readonly failed: readonly FailedRow[]; readonly block?: RowBlock }
  /** `refused`: the files are at fault, and the text is for users. */
  | { readonly kind: 'refused' | 'failed'; readonly message: string };

// The index of profiles would bring the engine into this thread, which does not survive its end.
const port = parentPort;
if (port === null) throw new Error('This module runs as a worker thread only');
const { rules, path }: RowWorkerStart = workerData;
const blocks = new RowBlocks(rules.fields, path);
let reader: RowReader | undefined;

let turn: Promise<void> = Promise.resolve();
port.on('message', (message: ToRowWorker) => {
  turn = turn.then(async () => port.postMessage(await answer(message)));
});

async function answer(message: ToRowWorker): Promise<FromRowWorker> {
  try {
    if (message.kind === 'file') reader = new RowReader(message.header, rules);
    const read = message.kind === 'chunk' ? reader?.read(message.chunk, blocks) : undefined;
    const { failed, taken } = read ?? { failed: [], taken: 0 };
    const block = message.kind === 'end' || blocks.isFull ? await blocks.flush() : undefined;
    return { kind: 'done', taken, failed, ...(block !== undefined && { block }) };
  } catch (error) {
    const kind = error instanceof IngestionError ? 'refused' : 'failed';
    return { kind, message: error instanceof Error ? error.message : String(error) };
  }
}
