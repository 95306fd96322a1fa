import { inMonth, monthIndex } from './civil.ts';

/** Whole calendar months from one instant to another, negative if that is earlier: integer text of integer text. */
export function monthsBetween(from: string, to: string): string {
  return `if(${from} <= ${to}, ${wholeMonths(from, to)}, -${wholeMonths(to, from)})`;
}

/** From an instant to a later one: the last month counts when its day and time have come. */
function wholeMonths(from: string, to: string): string {
  const months = monthIndex(to);
  return `(${months} - ${monthIndex(from)} - (${inMonth(from, months)} > ${to}))`;
}
