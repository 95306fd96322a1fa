import { SANDBOX_NAME, type Sandbox } from '../../sandboxes/sandbox.ts';
import type { Sandboxes } from '../../sandboxes/sandboxes.ts';
import { invalidSandbox, sandboxNotActive, sandboxNotFound } from '../errors/catalogue.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface SandboxHeaders {
  readonly name: string | undefined;
  readonly id: string | undefined;
}

/**
 * The sandbox that a request is for: rows 9 to 11 of api-conventions.md section 2.1.
 *
 * @throws ServiceError `UPAPI-900012-400`, `UPAPI-900010-404`, `UPAPI-900011-409`
 */
export async function resolveSandbox(
  sandboxes: Sandboxes,
  imsOrgId: string,
  headers: SandboxHeaders,
  required: boolean,
): Promise<Sandbox> {
  const { name, id } = headers;
  if (name === undefined && required) throw invalidSandbox('Header x-sandbox-name is required.');
  if (name !== undefined && !SANDBOX_NAME.test(name)) throw invalidSandbox('Header x-sandbox-name is not valid.');
  if (id !== undefined && !UUID.test(id)) throw invalidSandbox('Header x-sandbox-id is not valid.');

  const byName = name === undefined ? undefined : await sandboxes.named(imsOrgId, name);
  const byId = id === undefined ? undefined : await sandboxes.identified(imsOrgId, id);
  if (byName !== undefined && byId !== undefined && byName !== byId) {
    throw invalidSandbox('The headers x-sandbox-name and x-sandbox-id name different sandboxes.');
  }
  if (name !== undefined && byName === undefined) throw sandboxNotFound(name);
  if (id !== undefined && byId === undefined) throw sandboxNotFound(id);

  const sandbox = byName ?? byId ?? (await sandboxes.defaultOf(imsOrgId));
  if (sandbox.state === 'deleted') throw sandboxNotFound(sandbox.reference.sandboxName);
  if (sandbox.state !== 'active') throw sandboxNotActive(sandbox.reference.sandboxName);
  return sandbox;
}
