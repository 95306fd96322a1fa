/** Root objects that begin with `_` in platform data and belong to the standard, not to a tenant. */
const STANDARD_ROOTS: ReadonlySet<string> = new Set([
  '_id',
  '_type',
  '_repo',
  '_schema',
  '_dc',
  '_channels',
  '_experience',
  '_iptc4xmpExt',
  '_xmp',
  '_xmpDM',
]);

const TENANT_ROOT = /^_[A-Za-z0-9][A-Za-z0-9_-]*$/;
const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Whether a root name is a tenant's: `_acme`, but not `_id` (profile-store.md section 2.3). */
export function isTenantRoot(name: string): boolean {
  return name.startsWith('_') && !STANDARD_ROOTS.has(name) && TENANT_ROOT.test(name);
}

/** Why a path cannot be a tenant field, or undefined when it can (profile-store.md section 2.3). */
export function problemOfTenantPath(path: readonly string[]): string | undefined {
  const [root, ...names] = path;
  if (root === undefined || names.length === 0) return 'A field lies below a tenant root, as in _acme.favouriteStore';
  if (!isTenantRoot(root)) return `${root} is not a tenant root: it is _ and the tenant id, as in _acme`;
  return names.map(problemOfFieldName).find((problem) => problem !== undefined);
}

/** Why a name below a tenant root cannot be one, or undefined when it can. */
export function problemOfFieldName(name: string): string | undefined {
  if (FIELD_NAME.test(name)) return undefined;
  return `The name ${JSON.stringify(name)} is not made of letters, digits, - and _, or begins with - or _`;
}

const NAMESPACE_URI = 'https://ns.adobe.com/';

/**
 * The path in platform data of a key as the standard publishes it: `xdm:name` is `name`, `@id` is `_id`,
 * `repo:createDate` is `_repo.createDate`, `https://ns.adobe.com/xdm/channels/email` is `_channels.email`.
 * Other keys stay as they are.
 */
export function dataPath(publishedKey: string): readonly string[] {
  if (publishedKey.startsWith('xdm:')) return [publishedKey.slice('xdm:'.length)];
  if (publishedKey.startsWith('@')) return [`_${publishedKey.slice(1)}`];
  if (publishedKey.startsWith(NAMESPACE_URI)) {
    const [first, ...rest] = publishedKey
      .slice(NAMESPACE_URI.length)
      .replace(/^xdm\//, '')
      .split('/');
    return [`_${first}`, ...rest];
  }
  const prefixed = /^([A-Za-z][A-Za-z0-9]*):([^:]+)$/.exec(publishedKey);
  return prefixed ? [`_${prefixed[1]}`, `${prefixed[2]}`] : [publishedKey];
}
