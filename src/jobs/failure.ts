import { ColumnarError } from '../store/columnar/error.ts';

const STORE_FAILURES: Partial<Record<ColumnarError['code'], string>> = {
  memory: 'The evaluation needed more memory than the configured limit.',
  timeout: 'The evaluation took longer than the configured limit.',
  unavailable: 'The profile store is unavailable.',
  storage: 'The profile store could not write: its disk is full, or not writable.',
};

/** Code and message of a job that failed as a whole, without internals (api-conventions.md section 6.3). */
export function causeOf(error: unknown): { readonly code: string; readonly msg: string } {
  const known = error instanceof ColumnarError ? STORE_FAILURES[error.code] : undefined;
  if (known !== undefined) return { code: '0080000003', msg: known };
  return { code: 'unknown', msg: 'An unexpected error occurred.' };
}
