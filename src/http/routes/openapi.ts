import { Type } from 'typebox';
import { openApiExamples } from '../examples/openapi.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';

/** `GET /openapi.json`: the description of this API, made of the schemas that validate. It holds no data, so it is open. */
export function registerOpenApiPage(app: App): void {
  app.get(
    '/openapi.json',
    operation(
      {
        access: 'open',
        summary: 'This description',
        examples: openApiExamples.read,
        tag: 'Operation',
        answers: { 200: Type.Record(Type.String(), Type.Unknown()) },
      },
      {},
    ),
    async () => app.swagger(),
  );
}
