import type { Conditional, Ir } from '../ir.ts';
import { besideRows } from './eventRows.ts';
import { eventCount, positive } from './events.ts';
import { size } from './lists.ts';
import { refuse } from './refusal.ts';
import { compile, type Scope } from './scope.ts';
import type { Value } from './value.ts';

/** The truth of a value as a condition that is never null (pql.md section 4.3). */
export function truth(value: Value, scope: Scope, at: Ir): string {
  switch (value.kind) {
    case 'nothing':
      return 'false';
    case 'scalar':
      if (value.type !== 'boolean') return value.nullable ? `isNotNull(${value.sql})` : 'true';
      return value.nullable ? `ifNull(${value.sql}, false)` : value.sql;
    case 'list':
      return `(${size(value, at)} > 0)`;
    case 'events':
      return positive(eventCount(value, scope, at)).sql;
    case 'map':
    case 'object':
      return refuse('whether an object is there at all', at);
  }
}

export function condition(ir: Ir, scope: Scope): string {
  if (ir.kind === 'if') return choice(ir, scope);
  return besideRows(ir, scope, (inner) => truth(compile(ir, inner), inner, ir));
}

/** A choice in the place of a condition: its branches need not have one type. */
function choice(ir: Conditional, scope: Scope): string {
  const test = condition(ir.condition, scope);
  if (test === 'true') return condition(ir.then, scope);
  if (test === 'false') return condition(ir.else, scope);
  return `if(${test}, ${condition(ir.then, scope)}, ${condition(ir.else, scope)})`;
}
