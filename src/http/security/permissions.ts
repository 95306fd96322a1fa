import { ALL_PERMISSIONS, type Grant, type Permission } from '../../config/grants.ts';
import { permissionDenied } from '../errors/catalogue.ts';

/** What grants add up to in a sandbox; without any grant everything is allowed (api-conventions.md section 3.3). */
export function permissionsIn(grants: readonly Grant[], sandboxName: string): ReadonlySet<Permission> {
  if (grants.length === 0) return new Set(ALL_PERMISSIONS);
  return new Set(grants.flatMap((grant) => granted(grant, sandboxName)));
}

/** Whether explicit grants leave the caller nothing at all: no access to the product. */
export function grantsNothing(grants: readonly Grant[]): boolean {
  return grants.length > 0 && grants.every((grant) => lists(grant).every((list) => list.length === 0));
}

function granted(grant: Grant, sandboxName: string): readonly Permission[] {
  if (isList(grant)) return grant;
  if (Object.hasOwn(grant, sandboxName)) return grant[sandboxName] ?? [];
  return Object.hasOwn(grant, '*') ? (grant['*'] ?? []) : [];
}

function lists(grant: Grant): readonly (readonly Permission[])[] {
  return isList(grant) ? [grant] : Object.values(grant);
}

const isList = (grant: Grant): grant is Permission[] => Array.isArray(grant);

/** The denial of a permission on the segments of a sandbox, or on one of them. */
export function denied(imsOrgId: string, sandboxName: string, permission: Permission, id?: string) {
  const uri = `/orgs/${imsOrgId}/sandboxes/${sandboxName}/segments${id === undefined ? '' : `/${id}`}`;
  return permissionDenied(uri, permission === 'segments:read' ? 'READ' : 'WRITE');
}
