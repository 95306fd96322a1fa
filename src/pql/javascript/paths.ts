import type { Field, Ir, Wildcard } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { adopt, holdsTime } from '../values/adopt.ts';
import { otherName, step, wildcard } from '../values/path.ts';
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
  const slow = program.fn([js`o`], js`return ${absent} ? null : ${step}(o, ${name});`);
  return program.fn([js`o`], js`return o?.[${program.key(name)}] ?? ${slow(js`o`)};`)(object);
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
  const along = steps.reduceRight<Step>(
    (next, { name, entity }) => {
      const step = compileStep(compiler, name, next);
      return entity === undefined ? step : compileLookup(compiler, entity, step);
    },
    { ofAny: end, ofOne: end },
  );
  return start.kind === 'events' ? along.ofAny(storedEvents(compiler)) : along.ofOne(compiler.value(start));
}

/** A step of a path as two functions with the same result: one looks for arrays first, the other takes them last. */
interface Step {
  readonly ofAny: Call;
  readonly ofOne: Call;
}

function compileStep({ program, js }: Compiler, name: string, { ofAny: next }: Step): Step {
  const { free } = next();
  const found = js`${step}(o, ${name})`;
  const ofEach = (self: Call) =>
    js`if (Array.isArray(o)) { for (let i = 0; i < o.length; i += 1) if (${self(js`o[i]`)}) return true; return false; }`;
  if (isInherited(name)) {
    const ofAny = program.recursive([js`o`], free, (self) => js`${ofEach(self)} return ${next(found)};`);
    return { ofAny, ofOne: ofAny };
  }
  const absent = js`o?.[${program.key(otherName(name))}] === undefined && !(o instanceof Map)`;
  const ofOne = program.recursive([js`o`], free, (self) => {
    const others = js`${ofEach(self)} return ${absent} ? false : ${next(found)};`;
    const slow = program.recursive([js`o`], free, () => others);
    return js`const v = o?.[${program.key(name)}]; return v !== undefined && v !== null ? ${next(js`v`)} : ${slow(js`o`)};`;
  });
  const ofAny = program.recursive([js`o`], free, () => js`${ofEach(ofOne)} return ${ofOne(js`o`)};`);
  return { ofAny, ofOne };
}

/** Goes on with the records that texts identify. */
function compileLookup({ program, js, frame }: Compiler, entity: string, { ofOne: next }: Step): Step {
  const record = next(js`typeof o === "string" ? ${recordsOf}(o, ${entity}, ${frame}) : o`);
  const ofAny = program.recursive(
    [js`o`],
    next().free,
    (self) =>
      js`if (Array.isArray(o)) { for (const e of o) if (${self(js`e`)}) return true; return false; } return ${record};`,
  );
  return { ofAny, ofOne: ofAny };
}
