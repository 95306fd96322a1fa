import type { Authenticator } from './authenticator.ts';

/** Development only: any token, any API key, any organization. The API key stands for the user. */
export const noAuthentication: Authenticator = {
  authenticate: async (_token, apiKey) => ({ userId: apiKey, orgs: 'any', grants: [], lacksScope: false }),
};
