import { Type } from 'typebox';

/** The sandbox as every resource embeds it (api-conventions.md section 4). */
export const SandboxBody = Type.Object(
  {
    sandboxId: Type.String(),
    sandboxName: Type.String(),
    type: Type.Union([Type.Literal('production'), Type.Literal('development')]),
    default: Type.Boolean(),
  },
  { $id: 'Sandbox' },
);
