import type { Field, Ir, Wildcard } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { adopt, holdsTime } from '../values/adopt.ts';
import { step, wildcard } from '../values/path.ts';
import { recordsOf } from '../values/records.ts';
import { MapEntry, MonthDay, Time } from '../values/value.ts';
import type { Compiler } from './compiler.ts';
import type { Call, Js } from './program.ts';
import { storedEvents } from './sources.ts';

/** Names that values have without being data, and places of lists; they take the careful way. */
const INHERITED: ReadonlySet<string> = new Set(
  [Object, Array, String, Number, Boolean, Map, Time, MonthDay, MapEntry]
    .flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype))
    .concat('epoch', 'dateOnly', 'text', 'key', 'value'),
);

function isInherited(name: string): boolean {
  return INHERITED.has(name) || /^\d+$/.test(name);
}

/** A path `object.a.b`. */
export function compileField(compiler: Compiler, ir: Field): Js {
  return adopting(compiler, readPath(compiler, ir), ir.type);
}

/** The path without the conversion of its end to a time. */
export function readPath(compiler: Compiler, ir: Field): Js {
  const { start, steps } = pathOf(ir);
  return steps.reduce(
    (object, { name, entity }) => readField(compiler, stepped(compiler, object, entity), name),
    compiler.value(start),
  );
}

/** What a path step is applied to: records, where it crosses a relationship. */
function stepped({ js, frame }: Compiler, object: Js, entity: string | undefined): Js {
  return entity === undefined ? object : js`${recordsOf}(${object}, ${entity}, ${frame})`;
}

/** One field of any value: read directly where it is there, as the language defines it everywhere else. */
export function readField({ program, js }: Compiler, object: Js, name: string): Js {
  if (isInherited(name)) return js`${step}(${object}, ${name})`;
  const absent = js`o?.[${program.key(otherName(name))}] === undefined && !(Array.isArray(o) || o instanceof Map)`;
  const body = js`return o?.[${program.key(name)}] ?? (${absent} ? null : ${step}(o, ${name}));`;
  return program.fn([js`o`], body)(object);
}

/** The name under which data may have a field as well. */
function otherName(name: string): string {
  return name.startsWith('xdm:') ? name.slice(4) : `xdm:${name}`;
}

/** The node at which a path starts and its steps. */
function pathOf(ir: Ir): { readonly start: Ir; readonly steps: readonly Field[] } {
  const steps: Field[] = [];
  let start = ir;
  while (start.kind === 'field') {
    steps.unshift(start);
    start = start.object;
  }
  return { start, steps };
}

function adopting({ js }: Compiler, value: Js, type: PqlType): Js {
  return holdsTime(type) ? js`${adopt}(${value}, ${type})` : value;
}

export function compileWildcard(compiler: Compiler, { object, entity, type }: Wildcard): Js {
  return adopting(compiler, compiler.js`${wildcard}(${stepped(compiler, compiler.value(object), entity)})`, type);
}

/**
 * Whether `end` holds for some value at the end of a path, each step a function that goes through arrays itself;
 * undefined where the node is not a path, or its values must become times. `end` is not asked about null.
 */
export function compilePath(compiler: Compiler, ir: Ir, end: Call): Js | undefined {
  if (ir.kind !== 'field' || holdsTime(ir.type)) return undefined;
  const { start, steps } = pathOf(ir);
  const along = steps.reduceRight<Call>((next, { name, entity }) => {
    const ofObject = compileStep(compiler, name, next);
    return entity === undefined ? ofObject : compileLookup(compiler, entity, ofObject);
  }, end);
  return along(start.kind === 'events' ? storedEvents(compiler) : compiler.value(start));
}

function compileStep({ program, js }: Compiler, name: string, next: Call): Call {
  const inherited = isInherited(name);
  const free = next().free;
  const found = js`${step}(o, ${name})`;
  const rest = (self: Call) => js`
    if (Array.isArray(o)) { for (const e of o) if (${self(js`e`)}) return true; return false; }
    ${inherited ? js`` : js`if (o?.[${program.key(otherName(name))}] === undefined && !(o instanceof Map)) return false;`}
    return ${next(found)};`;
  if (inherited) return program.recursive([js`o`], free, rest);
  return program.recursive([js`o`], free, (self) => {
    const others = program.recursive([js`o`], free, () => rest(self));
    return js`const v = o?.[${program.key(name)}]; return v !== undefined && v !== null ? ${next(js`v`)} : ${others(js`o`)};`;
  });
}

/** Goes on with the records that texts identify. */
function compileLookup({ program, js, frame }: Compiler, entity: string, next: Call): Call {
  const record = next(js`typeof o === "string" ? ${recordsOf}(o, ${entity}, ${frame}) : o`);
  return program.recursive(
    [js`o`],
    next().free,
    (self) =>
      js`if (Array.isArray(o)) { for (const e of o) if (${self(js`e`)}) return true; return false; } return ${record};`,
  );
}
