import { type Static, Type } from 'typebox';

/** What a client may do in a sandbox (api-conventions.md section 3.3). */
export const Permission = Type.Enum(['segments:read', 'segments:write', 'segments:evaluate', 'segments:export']);
export type Permission = Static<typeof Permission>;

/** All of them: what a client without an explicit grant has. */
export const ALL_PERMISSIONS: readonly Permission[] = [
  'segments:read',
  'segments:write',
  'segments:evaluate',
  'segments:export',
];

/** Permissions in every sandbox, or by sandbox name, where `*` stands for every sandbox not named. */
export const Grant = Type.Union([Type.Array(Permission), Type.Record(Type.String(), Type.Array(Permission))]);
export type Grant = Static<typeof Grant>;

/** A registered client of `jwt` mode. `orgs` and `permissions` add to what its tokens claim. */
export const Client = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    orgs: Type.Optional(Type.Array(Type.String())),
    permissions: Type.Optional(Grant),
  },
  { additionalProperties: false },
);
export type Client = Static<typeof Client>;

/** An opaque token of `static` mode, bound to one client. `userId` is recorded as the author; the client by default. */
export const StaticToken = Type.Object(
  {
    token: Type.String({ minLength: 1 }),
    clientId: Type.String({ minLength: 1 }),
    orgs: Type.Array(Type.String()),
    permissions: Type.Optional(Grant),
    userId: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);
export type StaticToken = Static<typeof StaticToken>;
