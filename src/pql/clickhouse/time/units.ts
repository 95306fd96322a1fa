import type { TimeUnit } from '../../ir.ts';
import { addUnits } from '../../values/calendar.ts';

const months: Readonly<Partial<Record<TimeUnit, number>>> = {
  month: 1,
  year: 12,
  decade: 120,
  century: 1200,
  millennium: 12_000,
};

/** Months of a calendar unit; undefined for weeks and shorter, which have a fixed length. */
export function monthsIn(unit: TimeUnit): number | undefined {
  return months[unit];
}

/** Milliseconds of a unit of fixed length. */
export function fixedLength(unit: TimeUnit): number {
  return addUnits(0, 1, unit);
}
