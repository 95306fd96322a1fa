import { BOOLEAN } from '../check/types.ts';
import type { FunctionGroup } from './declaration.ts';
import { values } from './define.ts';

export const OBJECTS: FunctionGroup = {
  title: 'Null tests',
  functions: [
    values({
      name: 'isNull',
      params: 'any',
      signature: '(Any) → Boolean',
      doc: 'True if the value is null or missing. The empty text, list and object are not null.',
      nulls: 'true',
      example: ['isNull(nope)', 'true'],
      result: BOOLEAN,
      apply: ([value = null]) => value === null,
    }),
    values({
      name: 'isNotNull',
      params: 'any',
      signature: '(Any) → Boolean',
      doc: 'Negation of `isNull`.',
      nulls: 'false',
      example: ['name.isNotNull()', 'true'],
      result: BOOLEAN,
      apply: ([value = null]) => value !== null,
    }),
  ],
};
