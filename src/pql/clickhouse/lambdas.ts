import { member } from './sql.ts';
import { type FilteredList, isScalar, type ListValue, nothing, scalar, stored, unknown, type Value } from './value.ts';

/** A parameter of a lambda, and the array over whose items it runs. */
export type Parameter = readonly [name: string, array: string];

/** A function of arrays that takes a lambda over their items. */
export function lambda(name: string, body: string, parameters: readonly Parameter[]): string {
  const names = parameters.map(([parameter]) => parameter).join(', ');
  const arrays = parameters.map(([, array]) => array).join(', ');
  return `${name}(${parameters.length === 1 ? names : `(${names})`} -> ${body}, ${arrays})`;
}

/** What the parameter of a lambda over a list stands for. */
export function itemOf(list: ListValue, parameter: string): Value {
  if (isScalar(list.items)) return scalar(list.items.kind, parameter, list.itemsNullable);
  return stored(parameter, list.items, unknown);
}

/** Whether the list is a column of objects: each of their fields is then an array of its own, and read by itself. */
export function isObjectColumn({ items, sql }: ListValue): boolean {
  return items.kind === 'tuple' && /^`[^`]*`$/.test(sql);
}

/** What the parameters of a lambda over a list stand for; those of the fields of objects are told by {@link parametersOf}. */
export function elementOf(list: ListValue, parameter: string): Value {
  const { items } = list;
  if (items.kind !== 'tuple' || !isObjectColumn(list)) return itemOf(list, parameter);
  const names = Object.keys(items.fields);
  return {
    kind: 'object',
    tuple: { sql: parameter, type: items },
    field: (name) => {
      const type = Object.hasOwn(items.fields, name) ? items.fields[name] : undefined;
      return type === undefined ? nothing : stored(fieldParameter(parameter, names.indexOf(name)), type, unknown);
    },
  };
}

/** The parameters that the text of a lambda over a list names, at least one. */
export function parametersOf(
  list: ListValue,
  parameter: string,
  body: string,
): readonly [Parameter, ...(readonly Parameter[])] {
  const whole: Parameter = [parameter, list.sql];
  if (list.items.kind !== 'tuple' || !isObjectColumn(list)) return [whole];
  const fields = Object.keys(list.items.fields).map(
    (name, index): Parameter => [fieldParameter(parameter, index), member(list.sql, name)],
  );
  // A text constant that looks like a parameter makes one that is read for nothing.
  const [first, ...more] = [whole, ...fields].filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));
  return first === undefined ? [whole] : [first, ...more];
}

/** The field of every item of a list of objects. */
export function fieldArray(list: ListValue, name: string): string {
  const column = filteredOf(list)?.column;
  return column === undefined ? member(list.sql, name) : column.keep(member(column.list.sql, name));
}

/** What is known of a list that was filtered, and not changed since. */
export function filteredOf({ filtered, sql }: ListValue): FilteredList | undefined {
  return filtered?.sql === sql ? filtered : undefined;
}

function fieldParameter(parameter: string, index: number): string {
  return `${parameter}_field_${index}`;
}
