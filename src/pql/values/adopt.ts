import type { PqlType } from '../types.ts';
import { timeOf } from './time-text.ts';
import { entriesOf, isEntries, isList, type PqlValue } from './value.ts';

/** True for types whose values are times, or lists or maps of times. */
export function holdsTime(type: PqlType): boolean {
  if (type.kind === 'list') return holdsTime(type.items);
  if (type.kind === 'map') return holdsTime(type.values);
  return type.kind === 'date' || type.kind === 'datetime';
}

/** A value read from data as its static type says: text of Date and DateTime fields becomes a time, else null. */
export function adopt(value: PqlValue, type: PqlType): PqlValue {
  if (type.kind === 'date' || type.kind === 'datetime') return timeOf(value);
  if (type.kind === 'list' && isList(value)) return value.map((item) => adopt(item, type.items));
  if (type.kind === 'map' && isEntries(value)) {
    return new Map(entriesOf(value).map(([key, item]) => [key, adopt(item, type.values)]));
  }
  return value;
}
