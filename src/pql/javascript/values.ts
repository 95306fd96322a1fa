import type { Ir } from '../ir.ts';
import { epochOf } from '../values/time-text.ts';
import { type PqlValue, Time } from '../values/value.ts';
import { compileCall } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { predicate } from './conditions.ts';
import { compileAggregation, compileSelect } from './declarations.ts';
import { compileField, compileWildcard } from './paths.ts';
import { type Js, join } from './program.ts';
import { sortedEvents } from './sources.ts';

/** Compiles an expression for its value. */
export function compileValue(compiler: Compiler, ir: Ir): Js {
  const { program, js, frame } = compiler;
  switch (ir.kind) {
    case 'literal':
      return js`${literal(ir)}`;
    case 'root':
      return js`${frame}.root`;
    case 'events':
      return sortedEvents(compiler);
    case 'variable':
      return compiler.variable(ir.id);
    case 'field':
      return compileField(compiler, ir);
    case 'wildcard':
      return compileWildcard(compiler, ir);
    case 'call':
      return ir.name === 'filter' ? compileCall(compiler, ir) : (predicate(compiler, ir) ?? compileCall(compiler, ir));
    case 'and':
    case 'or':
    case 'not':
    case 'occurs':
    case 'quantification':
    case 'chain':
      return compiler.condition(ir);
    case 'if':
      return js`(${compiler.condition(ir.condition)} ? ${compiler.value(ir.then)} : ${compiler.value(ir.else)})`;
    case 'lambda':
    case 'context':
      return js`null`;
    case 'let': {
      const body = program.fn([compiler.variable(ir.variable.id)], js`return ${compiler.value(ir.body)};`);
      return body(compiler.value(ir.value));
    }
    case 'list':
      return list(compiler, ir.items);
    case 'object': {
      const entries = ir.entries.map(({ name, value }) => js`[${name}, ${compiler.value(value)}]`);
      return js`new Map([${join(entries, ', ')}])`;
    }
    case 'select':
      return compileSelect(compiler, ir);
    case 'aggregation':
      return compileAggregation(compiler, ir);
  }
}

function literal({ value, type }: Extract<Ir, { kind: 'literal' }>): PqlValue {
  if (type.kind !== 'date' && type.kind !== 'datetime') return value;
  const epoch = epochOf(value);
  return Number.isNaN(epoch) ? null : new Time(epoch, type.kind === 'date');
}

/** A list of literals is made once. */
function list(compiler: Compiler, items: readonly Ir[]): Js {
  const { js } = compiler;
  const constants = items.flatMap((item) => (item.kind === 'literal' ? [literal(item)] : []));
  if (constants.length === items.length) return js`${constants}`;
  return js`[${join(
    items.map((item) => compiler.value(item)),
    ', ',
  )}]`;
}
