import { toColumnarError } from '../../store/columnar/error.ts';
import { causeOf } from '../failure.ts';

/** A cause that the caller can do something about. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** Code and message of an export that failed, without internals (api-conventions.md section 6.3). */
export function exportFailure(error: unknown): { readonly code: string; readonly msg: string } {
  if (error instanceof ExportError) return { code: '0100000003', msg: error.message };
  if (toColumnarError(error, 'query').code !== 'storage') return causeOf(error);
  return {
    code: '0090000009',
    msg: 'The files of the dataset could not be written: the disk is full, or the directory is not writable.',
  };
}
