import { Type } from 'typebox';
import { healthExamples } from '../examples/health.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';

export interface HealthServices {
  /** Why the server cannot work, a sentence each; empty when it can. */
  readonly problems: () => Promise<readonly string[]>;
}

const Ready = Type.Object({ status: Type.Literal('ready') });
const NotReady = Type.Object({ status: Type.Literal('unavailable'), problems: Type.Array(Type.String()) });

/** `GET /health`: for whoever starts and watches the process, so without credentials. */
export function registerHealth(app: App, { problems }: HealthServices): void {
  app.get(
    '/health',
    operation(
      {
        access: 'open',
        summary: 'Ready, or why not',
        examples: healthExamples.read,
        tag: 'Operation',
        answers: { 200: Ready, 503: NotReady },
      },
      {},
    ),
    async (_request, reply) => {
      const found = await problems();
      if (found.length === 0) return { status: 'ready' };
      return reply.code(503).send({ status: 'unavailable', problems: found });
    },
  );
}
