import { ServiceError } from '../../errors.ts';
import { ColumnarError } from '../../store/columnar/error.ts';
import type { Samples } from '../samples/samples.ts';
import { evaluatePreview, nothingRead, type PreviewEvaluationDependencies } from './evaluation.ts';
import type { Preview, PreviewCount, PreviewFailure } from './preview.ts';
import type { PreviewRepository } from './repository.ts';

export interface PreviewRunnerDependencies extends PreviewEvaluationDependencies {
  readonly repository: PreviewRepository;
  readonly samples: Pick<Samples, 'lease'>;
  /** From the moment that the sample is there. */
  readonly timeLimitMs: number;
  readonly exposeStacks: boolean;
  readonly onUnexpected: (error: unknown, preview: Preview) => void;
}

interface RunningPreview {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

const INTERRUPTED = 'The preview was interrupted by a restart of the server twice.';

/** Runs previews in the background, as many as there are (api-segmentation.md section 5.1). */
export class PreviewRunner {
  readonly #deps: PreviewRunnerDependencies;
  readonly #running = new Map<string, RunningPreview>();
  readonly #counts = new Map<string, PreviewCount>();

  constructor(deps: PreviewRunnerDependencies) {
    this.#deps = deps;
  }

  /** Takes up what the last process left: a preview that was being evaluated is tried once more. */
  async start(): Promise<void> {
    const { repository } = this.#deps;
    for (const preview of await repository.open()) {
      const interruptions = preview.interruptions + (preview.state === 'RUNNING' ? 1 : 0);
      if (interruptions > 1) {
        await repository.change(preview.queryId, {
          state: 'FAILED',
          interruptions,
          failure: { description: INTERRUPTED, traceback: '' },
        });
      } else {
        await repository.change(preview.queryId, { state: 'NEW', interruptions });
        this.run(preview);
      }
    }
  }

  /** Starts a preview that is stored as NEW. */
  run(preview: Preview): void {
    const { queryId } = preview;
    const controller = new AbortController();
    const done = this.#run(preview, controller.signal)
      .catch((error) => this.#deps.onUnexpected(error, preview))
      .finally(() => {
        this.#running.delete(queryId);
        this.#counts.delete(queryId);
      });
    this.#running.set(queryId, { controller, done });
  }

  /** What a preview that is RUNNING in this process has counted so far. */
  countSoFar(queryId: string): PreviewCount | undefined {
    return this.#counts.get(queryId);
  }

  /** Stops the work on a preview, if there is any; its record is the caller's. */
  cancel(queryId: string): void {
    this.#running.get(queryId)?.controller.abort(new PreviewKilled());
  }

  /** Stops all work; the next start takes it up. */
  async stop(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort(new ServerStopping());
    await this.idle();
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #run(preview: Preview, signal: AbortSignal): Promise<void> {
    const { repository, samples, timeLimitMs } = this.#deps;
    const { queryId, question, sandboxId } = preview;
    try {
      using lease = await samples.lease(sandboxId);
      signal.throwIfAborted();
      const { sample } = lease;
      await repository.change(queryId, { state: 'RUNNING', count: nothingRead(sample) });
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
      const onCount = (count: PreviewCount) => void this.#counts.set(queryId, count);
      const { count, members } = await evaluatePreview(question, sample, this.#deps, limited, onCount);
      await repository.change(queryId, { state: 'RESULT_READY', count, members });
    } catch (error) {
      if (signal.reason instanceof PreviewKilled) return;
      if (signal.reason instanceof ServerStopping) await repository.change(queryId, { state: 'NEW' });
      else await this.#fail(preview, error);
    }
  }

  /** What was counted until then stays. */
  async #fail(preview: Preview, error: unknown): Promise<void> {
    const { exposeStacks, onUnexpected, repository, timeLimitMs } = this.#deps;
    const description = describe(error, timeLimitMs);
    const traceback = exposeStacks && error instanceof Error ? (error.stack ?? '') : '';
    const failure: PreviewFailure = { description: description ?? 'An unexpected error occurred.', traceback };
    const count = this.#counts.get(preview.queryId);
    await repository.change(preview.queryId, { state: 'FAILED', failure, ...(count && { count }) });
    if (description === undefined) onUnexpected(error, preview);
  }
}

/** What users can be told; undefined for a bug. */
function describe(error: unknown, timeLimitMs: number): string | undefined {
  if (error instanceof ServiceError) return error.message;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `The preview took longer than ${timeLimitMs / 1000} s.`;
  }
  if (!(error instanceof ColumnarError)) return undefined;
  if (error.code === 'memory') return 'The preview needs more memory than the columnar store may use.';
  return error.code === 'unavailable' ? 'The columnar store did not answer.' : undefined;
}

/** Thrown into the work of a preview that is deleted. */
class PreviewKilled extends Error {}

/** Thrown into the work of a preview when the server stops. */
class ServerStopping extends Error {}
