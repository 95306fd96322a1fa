import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import { metricsExamples } from '../examples/metrics.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';

/** `GET /metrics` in the format of Prometheus; takes credentials like any read, for it shows what is used how much. */
export function registerMetricsPage(app: App, metrics: Registry): void {
  app.get(
    '/metrics',
    operation(
      {
        access: 'segments:read',
        summary: 'Metrics for Prometheus',
        examples: metricsExamples.read,
        tag: 'Operation',
        answers: { 200: Type.String() },
        contentType: 'text/plain',
      },
      {},
    ),
    async (_request, reply) =>
      reply
        .type(metrics.contentType)
        .serializer(String)
        .send(await metrics.metrics()),
  );
}
