import { once } from 'node:events';
import { openColumnar } from '../../../src/store/columnar/open.ts';
import { fuzz } from './fuzz.ts';
import type { ShardAnswer, ShardOrder } from './shards.ts';

// One of the processes that share the cases of a run.
const [order]: ShardOrder[] = await once(process, 'message');
if (order === undefined) throw new Error('A process is told what to do');
const { path, ...options } = order;

await using cleanup = new AsyncDisposableStack();
const columnar = cleanup.adopt(await openColumnar({ path }), (opened) => opened.close());

const answer = (message: ShardAnswer) => process.send?.(message);
const result = await fuzz({ ...options, columnar, onProgress: (done) => answer({ done }) });
answer({ result });
process.disconnect();
