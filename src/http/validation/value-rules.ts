import type { TLocalizedValidationError } from 'typebox/error';

/** Whether a failure is about the value; kinds and presence are told apart by the readers themselves. */
export function isValueRule({ keyword }: TLocalizedValidationError): boolean {
  return !['type', 'required', 'anyOf'].includes(keyword);
}

/** A failed rule as a sentence. */
export function describeRule(error: TLocalizedValidationError): string {
  if (error.keyword === 'enum') return `It must be one of ${error.params.allowedValues.join(', ')}.`;
  if (error.keyword === 'const') return `It must be ${error.params.allowedValue}.`;
  return `It ${error.message}.`;
}
