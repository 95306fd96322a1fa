import type { Lambda } from '../ir.ts';
import type { Compiler } from './compiler.ts';
import type { Call, Js } from './program.ts';

/** A lambda as a function of its parameters. */
export function compileLambda(compiler: Compiler, { params, body }: Lambda): Call {
  const { program, js, frame } = compiler;
  const variables = params.map((param) => compiler.variable(param.id));
  return program.fn(variables, js`${frame}.charge(1); return ${compiler.value(body)};`);
}

/** The `ItemFunction` of a lambda. */
export function itemFunction({ program, js }: Compiler, { params, body }: Lambda, call: Call): Js {
  const given = [js`a`, js`b`].slice(0, params.length);
  return program.once(
    js`({ arity: ${params.length === 1 ? 1 : 2}, type: ${body.type}, call: (a, b) => ${call(...given)} })`,
  );
}
