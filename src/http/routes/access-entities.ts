import { type Static, Type } from 'typebox';
import { notFound, ServiceError } from '../../errors.ts';
import type { IdentityReference } from '../../profiles/index.ts';
import type { FoundEntity, ProfileLookup } from '../../queries/profile-lookup.ts';
import { ProfileErrorBody } from '../errors/bodies.ts';
import { answerErrorsAs } from '../errors/other-envelope.ts';
import { profileExamples } from '../examples/access-entities.ts';
import { operation } from '../operation.ts';
import { selectFields } from '../select-fields.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const PROFILE_CLASS = '_xdm.context.profile';
const Text = Type.Optional(Type.String());

/** Everything is optional here: what is missing is answered in the form of this resource. */
const AccessQuery = Type.Object({
  'schema.name': Type.Optional(Type.String({ description: `Required: \`${PROFILE_CLASS}\`.` })),
  entityId: Type.Optional(Type.String({ description: 'Required: an identity, or an opaque id without `entityIdNS`.' })),
  entityIdNS: Type.Optional(Type.String({ description: 'Namespace code of the identity.' })),
  entityIdNs: Text,
  fields: Type.Optional(
    Type.String({ description: 'Dotted paths, separated by commas; `identities` lists the identities.' }),
  ),
  mergePolicyId: Text,
  withCA: Text,
});

const Entity = Type.Object({
  entityId: Type.String(),
  mergePolicy: Type.Object({ id: Type.String() }),
  sources: Type.Array(Type.String()),
  tags: Type.Array(Type.String()),
  identityGraph: Type.Array(Type.String()),
  entity: Type.Record(Type.String(), Type.Unknown()),
  lastModifiedAt: Type.String({ description: 'RFC 3339.' }),
});

/** `GET /access/entities` of the profile class (profile-store.md section 4.1). */
export function registerAccessEntities(app: App, lookup: Pick<ProfileLookup, 'find'>): void {
  app.get(
    '/data/core/ups/access/entities',
    {
      ...operation(
        {
          access: 'segments:read',
          summary: 'Read a profile',
          examples: profileExamples.read,
          tag: 'Profiles',
          answers: { 200: Type.Record(Type.String(), Entity, { description: 'One key: the opaque id.' }) },
          errors: [422],
          errorBody: ProfileErrorBody,
        },
        { querystring: AccessQuery },
      ),
      errorHandler: answerErrorsAs('profile'),
    },
    async ({ context, query }) => {
      const identity = identityOf(query);
      const profile = await lookup.find(scopeOf(context), identity, query.mergePolicyId);
      if (profile === undefined) throw notFound([query.entityId ?? '']);
      return { [profile.xid]: entityOf(profile, query.fields) };
    },
  );
}

function identityOf(query: Static<typeof AccessQuery>): IdentityReference {
  const schema = query['schema.name'];
  if (schema === undefined) throw refusal('The query parameter schema.name is required.');
  if (schema !== PROFILE_CLASS) throw refusal(`Only entities of ${PROFILE_CLASS} can be read, found ${schema}.`);
  const { entityId: id, entityIdNS, entityIdNs } = query;
  if (id === undefined || id === '') throw refusal('The query parameter entityId is required.');
  const namespace = entityIdNS ?? entityIdNs;
  return namespace === undefined ? { xid: id } : { ns: namespace, id };
}

function refusal(cause: string): ServiceError {
  return new ServiceError('UPAPI-900001-400', 'The request is not valid.', { details: [cause] });
}

function entityOf(profile: FoundEntity, fields: string | undefined): Static<typeof Entity> {
  const { entity, identityGraph, lastModifiedAt, mergePolicyId, sources, tags, xid } = profile;
  return {
    entityId: xid,
    mergePolicy: { id: mergePolicyId },
    sources: [...sources],
    tags: [...tags],
    identityGraph: [...identityGraph],
    entity:
      fields === undefined
        ? entity
        : selected(
            profile,
            fields.split(',').map((path) => path.trim()),
          ),
    lastModifiedAt: new Date(lastModifiedAt).toISOString().replace('.000Z', 'Z'),
  };
}

/** The paths asked for, and the pseudo-field `identities`. */
function selected({ entity, identities }: FoundEntity, paths: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    ...selectFields(entity, paths),
    ...(paths.includes('identities') && {
      identities: identities.map(({ id, ns }) => ({ id, namespace: { code: ns } })),
    }),
  };
}
