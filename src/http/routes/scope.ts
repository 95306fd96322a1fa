import type { Scope } from '../../audiences/definition.ts';
import type { RequestContext } from '../context.ts';

/** Where the resources of a request live. */
export const scopeOf = ({ imsOrgId, sandbox }: RequestContext): Scope => ({ imsOrgId, sandbox });
