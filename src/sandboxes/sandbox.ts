/** The part of a sandbox that every resource embeds (api-conventions.md section 4). */
export interface SandboxReference {
  /** Lower-case UUID. */
  readonly sandboxId: string;
  readonly sandboxName: string;
  readonly type: 'production' | 'development';
  /** True for the organization's default production sandbox. */
  readonly default: boolean;
}

/** Only `active` serves requests. */
export type SandboxState = 'creating' | 'active' | 'deleting' | 'resetting' | 'deleted' | 'failed';

export interface Sandbox {
  readonly imsOrgId: string;
  readonly reference: SandboxReference;
  readonly state: SandboxState;
}

/** What may stand in `x-sandbox-name`. */
export const SANDBOX_NAME = /^[a-z0-9][a-z0-9-]{0,255}$/;
