import { type Static, Type } from 'typebox';
import type { Namespace } from '../../profiles/index.ts';
import { PLATFORM_NAMESPACE } from '../audience.ts';
import { DESCRIPTION_LIMIT, NAME_LIMIT } from '../text-limits.ts';
import {
  CLOUD_TYPES,
  CUSTOM_UPLOAD,
  DEFAULT_NAMESPACE,
  type ExternalAudienceDetails,
  type ExternalField,
  FIELD_TYPES,
  type SourceSpec,
} from './details.ts';
import { badRequest, impossible } from './errors.ts';

const Text = Type.String();
const Description = Type.Optional(Type.String({ maxLength: DESCRIPTION_LIMIT }));
const Texts = Type.Array(Text);

const Field = Type.Object({
  name: Type.String({ description: 'Name of a column of the files.' }),
  type: Type.Enum(FIELD_TYPES),
  identityNs: Type.Optional(Type.String({ description: 'On exactly one field: namespace of its values.' })),
  labels: Type.Optional(Texts),
});

const Source = {
  path: Type.Optional(Type.String({ description: 'Relative to the root of the storage.' })),
  type: Type.Optional(Type.Enum(['file', 'folder'])),
  sourceType: Type.Optional(Type.Enum(['Cloud Storage'])),
  cloudType: Type.Optional(Type.Enum(CLOUD_TYPES)),
  baseConnectionId: Type.Optional(Text),
  encryption: Type.Optional(
    Type.Object({
      publicKeyId: Text,
      signVerificationKeyId: Type.Optional(Text),
      signVerificationId: Type.Optional(Text),
    }),
  ),
};

/** The body of a creation (api-audiences.md section 4.1). */
export const CreateExternalAudienceBody = Type.Object({
  name: Type.String({ maxLength: NAME_LIMIT }),
  description: Description,
  customAudienceId: Type.Optional(Type.String({ pattern: '^[A-Za-z_$][A-Za-z0-9_$]*$', maxLength: NAME_LIMIT })),
  fields: Type.Array(Field, { minItems: 1, maxItems: 41 }),
  sourceSpec: Type.Object({ params: Type.Optional(Type.Object(Source)), ...Source }),
  ttlInDays: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 90 }), Type.String({ description: 'The number as text.' })]),
  ),
  audienceType: Type.Optional(Type.Enum(['people'])),
  originName: Type.Enum([CUSTOM_UPLOAD]),
  namespace: Type.Optional(
    Type.String({ maxLength: NAME_LIMIT, description: `\`${DEFAULT_NAMESPACE}\` when absent.` }),
  ),
  labels: Type.Optional(Texts),
  tags: Type.Optional(Texts),
  expressActivation: Type.Optional(Type.Boolean()),
});
export type CreateExternalAudience = Static<typeof CreateExternalAudienceBody>;

/** The body of an update (api-audiences.md section 4.3). */
export const UpdateExternalAudienceBody = Type.Object({
  description: Description,
  labels: Type.Optional(Texts),
  fields: Type.Optional(
    Type.Array(
      Type.Object({
        name: Text,
        type: Type.Optional(Text),
        identityNs: Type.Optional(Text),
        labels: Type.Optional(Texts),
      }),
    ),
  ),
  ttlInDays: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 90 }), Type.String({ description: 'The number as text.' })]),
  ),
});
export type UpdateExternalAudience = Static<typeof UpdateExternalAudienceBody>;

/** Unix seconds or milliseconds, as far as numbers are exact. */
const instant = (description: string) =>
  Type.Number({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, description });

/** The body of a start of a run (api-audiences.md section 4.4). */
export const StartRunBody = Type.Object({
  dataFilterStartTime: instant('Unix seconds; files modified since are read.'),
  dataFilterEndTime: Type.Optional(instant('Unix seconds; now when absent.')),
  differentialIngestion: Type.Optional(
    Type.Boolean({ description: 'Whether members that are not mentioned stay; `true` when absent.' }),
  ),
});
export type StartRun = Static<typeof StartRunBody>;

const FIELD_NAME = /^[A-Za-z_$][A-Za-z0-9_.$]*$/;
const DEFAULT_TTL = 30;

/**
 * Checks a creation and fills in defaults.
 *
 * @throws ServiceError `100910-400`; `100960-422` for encrypted files, which need a key store
 */
export function detailsOf(body: CreateExternalAudience, namespaces: readonly Namespace[]): ExternalAudienceDetails {
  const { customAudienceId, description, expressActivation = false, labels = [], tags = [] } = body;
  const name = body.name.trim();
  if (name === '') throw badRequest("The field 'name' must not be blank.");
  const namespace = body.namespace ?? DEFAULT_NAMESPACE;
  if (namespace.trim() === '' || [PLATFORM_NAMESPACE.toLowerCase(), 'ups'].includes(namespace.toLowerCase())) {
    throw badRequest(`The namespace '${namespace}' cannot be used for external audiences.`);
  }
  return {
    name,
    ...(description !== undefined && { description }),
    ...(customAudienceId !== undefined && { customAudienceId }),
    fields: fieldsOf(body.fields, namespaces),
    sourceSpec: { params: sourceOf(body.sourceSpec) },
    ttlInDays: body.ttlInDays === undefined ? DEFAULT_TTL : daysOf(body.ttlInDays),
    audienceType: 'people',
    originName: body.originName,
    namespace,
    labels,
    tags,
    expressActivation,
  };
}

/** @throws ServiceError `100910-400` */
export function daysOf(value: number | string): number {
  const days = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  if (typeof days === 'number' && days >= 1 && days <= 90) return days;
  throw badRequest(`The field 'ttlInDays' must be a whole number from 1 to 90, found '${value}'.`);
}

function fieldsOf(
  fields: CreateExternalAudience['fields'],
  namespaces: readonly Namespace[],
): readonly ExternalField[] {
  const names = fields.map(({ name }) => name);
  const wrong = names.find((name) => !FIELD_NAME.test(name));
  if (wrong !== undefined) {
    throw badRequest(
      `The field name '${wrong}' is not valid: letters, digits, '_', '.' and '$', not beginning with a digit.`,
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badRequest(`The field '${twice}' is there twice.`);
  const identities = fields.filter(({ identityNs }) => identityNs !== undefined).length;
  if (identities !== 1) throw badRequest(`Exactly one field must have 'identityNs', found ${identities}.`);
  return fields.map(({ identityNs, ...field }) =>
    identityNs === undefined ? field : { ...field, identityNs: namespaceCode(identityNs, namespaces) },
  );
}

function namespaceCode(code: string, namespaces: readonly Namespace[]): string {
  const found = namespaces.find((namespace) => namespace.code.toLowerCase() === code.toLowerCase());
  if (found === undefined) throw badRequest(`The identity namespace '${code}' does not exist.`);
  return found.code;
}

/** The place of the files with defaults; `params` wins over what stands beside it. */
function sourceOf({ params, ...flat }: CreateExternalAudience['sourceSpec']): SourceSpec {
  const { baseConnectionId, cloudType = 'DLZ', encryption, path, sourceType, type } = { ...flat, ...params };
  if (path === undefined) throw badRequest("The field 'sourceSpec.params.path' is required.");
  if (type === undefined) throw badRequest("The field 'sourceSpec.params.type' is required.");
  if (['S3', 'GCS', 'SFTP'].includes(cloudType) && (baseConnectionId ?? '').trim() === '') {
    throw badRequest(`The field 'sourceSpec.params.baseConnectionId' is required for ${cloudType}.`);
  }
  const source: SourceSpec = {
    path: checkedPath(path),
    type,
    ...(sourceType !== undefined && { sourceType }),
    cloudType,
    ...(baseConnectionId !== undefined && { baseConnectionId }),
  };
  if (encryption !== undefined) throw impossible('Encrypted files need a key store, and none is configured.');
  return source;
}

const CONTAINER = 'dlz-user-container/';

function checkedPath(given: string): string {
  const path = (given.startsWith(CONTAINER) ? given.slice(CONTAINER.length) : given).replace(/\/+$/, '');
  const reason =
    given === ''
      ? 'it is empty'
      : /\s/.test(given)
        ? 'it has a space'
        : path.includes('\0')
          ? 'it has a null character'
          : path.startsWith('/')
            ? 'it is not relative'
            : path.split(/[/\\]/).includes('..')
              ? "it has a '..'"
              : undefined;
  if (reason !== undefined) throw badRequest(`The field 'sourceSpec.params.path' is not valid: ${reason}.`);
  return path;
}
