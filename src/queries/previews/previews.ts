import { randomUUID } from 'node:crypto';
import type { Scope } from '../../audiences/definition.ts';
import { notFound, ServiceError } from '../../errors.ts';
import { Serial } from '../../serial.ts';
import type { Preview, PreviewMember } from './preview.ts';
import { newAppId, type PreviewId } from './preview-id.ts';
import type { PreviewRepository } from './repository.ts';
import { checkedQuestion, type PreviewInput, type QuestionChecks } from './request.ts';
import type { PreviewRunner } from './runner.ts';

export interface PreviewDependencies {
  readonly repository: PreviewRepository;
  readonly runner: PreviewRunner;
  readonly checks: QuestionChecks;
  /** Previews of a sandbox that may be NEW or RUNNING at a time. */
  readonly maxRunning: number;
  readonly ttlHours: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const HOUR = 60 * 60 * 1000;

/** Create, read and kill previews (api-segmentation.md section 5). */
export class Previews {
  readonly #deps: PreviewDependencies;
  readonly #appId = newAppId();
  readonly #turns = new Serial();

  constructor(deps: PreviewDependencies) {
    this.#deps = deps;
  }

  /** @throws ServiceError in the order of api-segmentation.md section 5.2 */
  async create(scope: Scope, input: PreviewInput): Promise<Preview> {
    const { checks, now, repository, runner } = this.#deps;
    const { sandboxId } = scope.sandbox;
    const question = await checkedQuestion(scope, input, checks);
    await repository.deleteUntil(this.#expiredAt());
    return this.#turns.run(sandboxId, async () => {
      await this.#refuseTooMany(sandboxId);
      const preview: Preview = {
        appId: this.#appId,
        queryId: randomUUID(),
        executionId: 0,
        sandboxId,
        state: 'NEW',
        question,
        interruptions: 0,
        createdAt: now(),
      };
      await repository.insert(preview);
      runner.run(preview);
      return preview;
    });
  }

  /**
   * The preview with what it has counted so far.
   *
   * @param name what the client called it, for the error
   * @throws ServiceError `UPAPI-113000-404`
   */
  async get({ sandbox }: Scope, id: PreviewId | undefined, name: string): Promise<Preview> {
    // Asked first: a preview that ends between the two has its last count in the record.
    const soFar = id && this.#deps.runner.countSoFar(id.queryId);
    const preview = id && (await this.#deps.repository.get(id.queryId));
    if (
      preview === undefined ||
      preview.sandboxId !== sandbox.sandboxId ||
      preview.appId !== id?.appId ||
      preview.executionId !== id.executionId ||
      preview.createdAt <= this.#expiredAt()
    ) {
      throw notFound([name]);
    }
    return preview.state === 'RUNNING' && soFar !== undefined ? { ...preview, count: soFar } : preview;
  }

  /** The members that a preview has found; none before it is RESULT_READY. */
  members(preview: Preview): Promise<readonly PreviewMember[]> {
    return this.#deps.repository.members(preview.queryId);
  }

  /** Stops a preview and forgets it; throws as {@link get} does. */
  async kill(scope: Scope, id: PreviewId | undefined, name: string): Promise<void> {
    const { queryId } = await this.get(scope, id, name);
    await this.#deps.repository.delete(queryId);
    this.#deps.runner.cancel(queryId);
  }

  /** Previews created then or before are gone. */
  #expiredAt(): number {
    return this.#deps.now() - this.#deps.ttlHours * HOUR;
  }

  async #refuseTooMany(sandboxId: string): Promise<void> {
    if ((await this.#deps.repository.open(sandboxId)).length < this.#deps.maxRunning) return;
    throw new ServiceError('UPAPI-900040-429', 'Too many requests. Please try again in a few minutes.');
  }
}
