import { type Static, Type } from 'typebox';
import { malformed, noUsableValue } from '../../errors.ts';

/** What segment definitions and Platform audiences have in common: first in requests, then in answers. */

export const ExpressionBody = Type.Object({
  type: Type.Optional(Type.String({ description: '`PQL`.' })),
  format: Type.Optional(Type.String({ description: '`pql/text` (default) or `pql/json`.' })),
  value: Type.String(),
});

/** A class by its name or its id. */
export const ClassBody = Type.Object({ name: Type.Optional(Type.String()), id: Type.Optional(Type.String()) });

/** Refuses a class with neither, which its schema cannot say. @throws ServiceError `UPLIB-101206-500` */
export function checkClass({ id, name }: Static<typeof ClassBody>): void {
  if (name === undefined && id === undefined) throw malformed([noUsableValue('schema.name', 'java.lang.String')]);
}

const Enabled = Type.Optional(Type.Object({ enabled: Type.Optional(Type.Boolean()) }));

export const MethodsBody = Type.Object({ batch: Enabled, continuous: Enabled, synchronous: Enabled });

export const GovernanceBody = Type.Object({ excludeOptOut: Type.Optional(Type.Boolean()) });

export const DaysBody = Type.Union([Type.Integer(), Type.String({ pattern: '^[0-9]{1,9}$' })]);

export const ExpressionAnswer = Type.Object({ type: Type.String(), format: Type.String(), value: Type.String() });

export const ClassAnswer = Type.Object({ name: Type.String(), id: Type.Optional(Type.String()) });

const Method = Type.Object({ enabled: Type.Boolean() });

export const MethodsAnswer = Type.Object({ batch: Method, continuous: Method, synchronous: Method });

export const GovernanceAnswer = Type.Object({ excludeOptOut: Type.Boolean() });
