import { print, type QuerySchema, toJson } from '../pql/index.ts';
import { checkedExpression, className, PROFILE_CLASS } from './content.ts';
import type { Expression, Scope } from './definition.ts';
import { checkedIr } from './expression.ts';

/** What `POST /segment/conversion` takes; the fields beside the expression are echoed. */
export interface ConversionInput {
  readonly expression: { readonly type?: string; readonly format: string; readonly value: string };
  readonly schema?: { readonly name?: string; readonly id?: string };
  readonly name?: string;
  readonly description?: string;
  readonly payloadSchema?: string;
  readonly ttlInDays?: number | string;
}

/**
 * Converts an expression to the other format (api-segmentation.md section 2). Nothing is stored.
 *
 * @throws ServiceError `UPAPI-900102-400`, `UPAPI-900103-400`, `UPAPI-900105-400`
 */
export async function convert(
  scope: Scope,
  input: ConversionInput,
  schemaOf: (sandboxId: string) => Promise<QuerySchema>,
) {
  const schemaName = className(input.schema ?? { name: PROFILE_CLASS });
  const expression = checkedExpression(input.expression);
  const ir = checkedIr(expression, await schemaOf(scope.sandbox.sandboxId), false);
  const converted: Expression =
    expression.format === 'pql/text'
      ? { type: 'PQL', format: 'pql/json', value: toJson(ir) }
      : { type: 'PQL', format: 'pql/text', value: print(ir) };
  return {
    ...(input.name !== undefined && { name: input.name }),
    imsOrgId: scope.imsOrgId,
    sandbox: scope.sandbox,
    ...(input.description !== undefined && { description: input.description }),
    ...(input.schema !== undefined && { schema: { ...input.schema, name: schemaName } }),
    expression: converted,
    ...(input.payloadSchema !== undefined && { payloadSchema: input.payloadSchema }),
    ...(input.ttlInDays !== undefined && { ttlInDays: input.ttlInDays }),
  };
}
