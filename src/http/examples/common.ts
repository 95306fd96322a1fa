/** The organization and the sandbox of the examples. */
export const imsOrgId = '5F1A2B3C4D5E6F7A8B9C0D1E@AdobeOrg';
export const sandbox = {
  sandboxId: '0b6a6c1e-52d7-4c1e-9e55-1f2f4d9c8a10',
  sandboxName: 'prod',
  type: 'production',
  default: true,
};
export const mergePolicyId = 'c8d1e5a2-6b34-4f90-8e17-2a5d9b0c7f46';
/** The segment definition of the examples. */
export const segmentId = '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31';
