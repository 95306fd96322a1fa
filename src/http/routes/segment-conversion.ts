import { Type } from 'typebox';
import { convert } from '../../audiences/conversion.ts';
import type { QuerySchema } from '../../pql/index.ts';
import { conversionExamples } from '../examples/segment-conversion.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';
import { ClassBody, DaysBody, ExpressionAnswer } from './rule-schemas.ts';
import { SandboxBody } from './schemas.ts';
import { scopeOf } from './scope.ts';

const Text = Type.Optional(Type.String());

const ConversionBody = Type.Object({
  expression: Type.Object({
    type: Text,
    format: Type.String({ description: '`pql/text` or `pql/json`.' }),
    value: Type.String(),
  }),
  schema: Type.Optional(ClassBody),
  name: Text,
  description: Text,
  profileInstanceId: Text,
  payloadSchema: Text,
  ttlInDays: Type.Optional(DaysBody),
});

const ConversionAnswer = Type.Object({
  name: Text,
  imsOrgId: Type.String(),
  sandbox: SandboxBody,
  description: Text,
  schema: Type.Optional(ClassBody),
  expression: ExpressionAnswer,
  payloadSchema: Text,
  ttlInDays: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
});

/** Conversion between the two formats of PQL (api-segmentation.md section 2). */
export function registerSegmentConversion(app: App, schemaOf: (sandboxId: string) => Promise<QuerySchema>): void {
  app.post(
    '/data/core/ups/segment/conversion',
    operation(
      {
        access: 'segments:read',
        summary: 'Convert an expression between pql/text and pql/json',
        examples: conversionExamples.convert,
        tag: 'Segment definitions',
        answers: { 200: ConversionAnswer },
      },
      { body: ConversionBody },
    ),
    (request) => convert(scopeOf(request.context), request.body, schemaOf),
  );
}
