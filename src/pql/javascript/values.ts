import type { Ir } from '../ir.ts';
import { epochOf } from '../values/time-text.ts';
import { type PqlValue, Time } from '../values/value.ts';
import { compileCall } from './calls.ts';
import type { Compiler, Value } from './compiler.ts';
import { predicate } from './conditions.ts';
import { compileAggregation, compileSelect } from './declarations.ts';
import { compileField, compileWildcard } from './paths.ts';

/** Compiles an expression for its value. */
export function compileValue(compiler: Compiler, ir: Ir): Value {
  const { frame } = compiler;
  switch (ir.kind) {
    case 'literal': {
      const value = literal(ir);
      return () => value;
    }
    case 'root':
      return () => frame.root;
    case 'events':
      return () => frame.events();
    case 'variable': {
      const { variables } = frame;
      const { id } = ir;
      return () => variables[id] ?? null;
    }
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
    case 'if': {
      const condition = compiler.condition(ir.condition);
      const [then, otherwise] = [compiler.value(ir.then), compiler.value(ir.else)];
      return () => (condition() ? then() : otherwise());
    }
    case 'lambda':
    case 'context':
      return () => null;
    case 'let': {
      const { variables } = frame;
      const { id } = ir.variable;
      const [value, body] = [compiler.value(ir.value), compiler.value(ir.body)];
      return () => {
        variables[id] = value();
        return body();
      };
    }
    case 'list':
      return list(compiler, ir.items);
    case 'object': {
      const entries = ir.entries.map(({ name, value }) => ({ name, value: compiler.value(value) }));
      return () => new Map(entries.map(({ name, value }) => [name, value()]));
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
function list(compiler: Compiler, items: readonly Ir[]): Value {
  const values = items.map((item) => compiler.value(item));
  if (!items.every((item) => item.kind === 'literal')) return () => values.map((value) => value());
  const constant = values.map((value) => value());
  return () => constant;
}
