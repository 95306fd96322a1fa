import type { Ir } from '../ir.ts';

/** A set of event types; undefined is all of them. */
export type EventTypes = ReadonlySet<string> | undefined;

export function bothOf(a: EventTypes, b: EventTypes): EventTypes {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...a].filter((type) => b.has(type)));
}

export function eitherOf(a: EventTypes, b: EventTypes): EventTypes {
  return a === undefined || b === undefined ? undefined : new Set([...a, ...b]);
}

/** The event types for which a condition on the event `variable` can hold, when it says so; undefined is any. */
export function eventTypesOf(condition: Ir, variable: number): EventTypes {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map((operand) => eventTypesOf(operand, variable)).reduce(bothOf);
    case 'or':
      return condition.operands.map((operand) => eventTypesOf(operand, variable)).reduce(eitherOf);
    case 'call':
      return ofCall(condition, variable);
    default:
      return undefined;
  }
}

function ofCall({ name, args }: Extract<Ir, { kind: 'call' }>, variable: number): EventTypes {
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length !== 2) return undefined;
  if (name === '=' || name === 'equals') {
    const value = isEventType(first, variable) ? second : isEventType(second, variable) ? first : undefined;
    return value && strings([value]);
  }
  if (name === 'in' && isEventType(first, variable) && second.kind === 'list') return strings(second.items);
  return undefined;
}

function isEventType(ir: Ir, variable: number): boolean {
  return ir.kind === 'field' && ir.name === 'eventType' && ir.object.kind === 'variable' && ir.object.id === variable;
}

function strings(items: readonly Ir[]): EventTypes {
  const values = items.flatMap((item) =>
    item.kind === 'literal' && typeof item.value === 'string' ? [item.value] : [],
  );
  return values.length === items.length ? new Set(values) : undefined;
}
