import { invalidField, ServiceError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../pql/index.ts';
import type { DefinitionContent, DefinitionInput, EvaluationInfo, Expression, ExpressionFormat } from './definition.ts';
import { charactersIn, DESCRIPTION_LIMIT, NAME_LIMIT } from './text-limits.ts';

export const PROFILE_CLASS = '_xdm.context.profile';

const SCHEMA_IDS: Readonly<Record<string, string>> = {
  'https://ns.adobe.com/xdm/context/profile': PROFILE_CLASS,
  'https://ns.adobe.com/xdm/context/profile__union': PROFILE_CLASS,
};
const SCHEMA_ALIASES: Readonly<Record<string, string>> = { 'xdm.model.profile': PROFILE_CLASS };

/** The fields whose values can be judged alone, checked and with defaults; the rest needs the sandbox. */
export type PlainContent = Omit<DefinitionContent, 'mergePolicyId'>;

/**
 * Checks lengths, class, and expression type and format, in the order of api-segmentation.md section 1.6.
 *
 * @throws ServiceError `UPAPI-900003-400`, `UPAPI-900102-400`, `UPAPI-900103-400`
 */
export function plainContent(input: DefinitionInput): PlainContent {
  const name = input.name.trim();
  const problems = [
    ...lengthProblems(name, input.description),
    ...expressionLengthProblems('expression.value', input.expression),
    ...schemaProblems(input.schema),
  ];
  if (problems.length > 0) {
    const [first = '', ...details] = problems;
    throw new ServiceError('UPAPI-900003-400', first, { details });
  }
  return {
    name,
    ...(input.description !== undefined && { description: input.description }),
    schema: {
      name: className(input.schema),
      ...(input.schema.id !== undefined && { id: input.schema.id }),
    },
    expression: checkedExpression(input.expression),
    evaluationInfo: requestedMethods(input.evaluationInfo),
    dataGovernancePolicy: { excludeOptOut: input.dataGovernancePolicy?.excludeOptOut ?? true },
    ...(input.payloadSchema !== undefined && { payloadSchema: input.payloadSchema }),
    ...(input.ttlInDays !== undefined && { ttlInDays: input.ttlInDays }),
  };
}

/** The class altId that a `schema` object names (api-segmentation.md section 1.1), if it has segment definitions. */
export function classOf(schema: { readonly name?: string; readonly id?: string }): string | undefined {
  const { id = '', name } = schema;
  const found = name === undefined ? SCHEMA_IDS[id] : (SCHEMA_ALIASES[name] ?? name);
  return found === PROFILE_CLASS ? found : undefined;
}

/**
 * The same of a class that must have them.
 *
 * @throws ServiceError `UPAPI-900102-400`
 */
export function className(schema: { readonly name?: string; readonly id?: string }): string {
  const name = classOf(schema);
  if (name !== undefined) return name;
  const given = schema.name ?? schema.id ?? '';
  throw new ServiceError('UPAPI-900102-400', `The schema '${given}' is not supported for segmentation.`);
}

/**
 * Type and format of an expression with their defaults (api-segmentation.md section 1.3).
 *
 * @throws ServiceError `UPAPI-900103-400`
 */
export function checkedExpression(expression: DefinitionInput['expression']): Expression {
  const type = expression.type ?? 'PQL';
  if (type.toUpperCase() !== 'PQL') throw unsupported('type', type);
  const format = expression.format ?? 'pql/text';
  if (!isFormat(format)) throw unsupported('format', format);
  return { type: 'PQL', format, value: expression.value };
}

/** What is wrong with the length of an expression, by its format (api-segmentation.md section 1.3); `path` names its field. */
export function expressionLengthProblems(
  path: string,
  { format, value }: { readonly format?: string; readonly value: string },
): readonly string[] {
  const limit = format === 'pql/json' ? DEFAULT_LIMITS.jsonBytes : DEFAULT_LIMITS.textBytes;
  const bytes = Buffer.byteLength(value);
  if (bytes >= 1 && bytes <= limit) return [];
  return [invalidField(path, `It must have 1 to ${limit} bytes, found ${bytes}.`).message];
}

const isFormat = (text: string): text is ExpressionFormat => text === 'pql/text' || text === 'pql/json';

const unsupported = (what: 'type' | 'format', value: string) =>
  new ServiceError('UPAPI-900103-400', `The expression ${what} '${value}' is not supported.`);

function lengthProblems(name: string, description: string | undefined): string[] {
  const problems: string[] = [];
  const length = charactersIn(name);
  if (length === 0 || length > NAME_LIMIT) {
    problems.push(
      `The value of field 'name' is not valid. It must have 1 to ${NAME_LIMIT} characters, found ${length}.`,
    );
  }
  if (description !== undefined && charactersIn(description) > DESCRIPTION_LIMIT) {
    problems.push(
      `The value of field 'description' is not valid. It must have at most ${DESCRIPTION_LIMIT} characters.`,
    );
  }
  return problems;
}

function schemaProblems(schema: DefinitionInput['schema']): string[] {
  if (schema.name === undefined || schema.id === undefined) return [];
  const byId = SCHEMA_IDS[schema.id];
  const byName = SCHEMA_ALIASES[schema.name] ?? schema.name;
  if (byId === byName || (byId === undefined && byName !== PROFILE_CLASS)) return [];
  return [`The value of field 'schema.id' is not valid. It does not agree with schema.name '${schema.name}'.`];
}

function requestedMethods(info: DefinitionInput['evaluationInfo']): EvaluationInfo {
  const methods = {
    batch: { enabled: info?.batch?.enabled ?? false },
    continuous: { enabled: info?.continuous?.enabled ?? false },
    synchronous: { enabled: info?.synchronous?.enabled ?? false },
  };
  const none = !methods.batch.enabled && !methods.continuous.enabled && !methods.synchronous.enabled;
  return none ? BATCH_ONLY : methods;
}

export const BATCH_ONLY: EvaluationInfo = {
  batch: { enabled: true },
  continuous: { enabled: false },
  synchronous: { enabled: false },
};
