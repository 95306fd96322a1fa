import { type DayRule, dayRule } from './days.ts';
import { CronError, HOURS, MINUTES, MONTH, SECONDS, valuesOf, YEAR } from './fields.ts';

/** A checked expression in Quartz syntax (api-segmentation.md section 4.9), in UTC. Values are in ascending order. */
export interface Cron {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  /** From 1. */
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/**
 * Reads an expression of 6 or 7 fields.
 *
 * @throws CronError
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const [seconds = '', minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '*'] = fields;
  if (fields.length !== 6 && fields.length !== 7) {
    throw new CronError(`It has ${text.trim() === '' ? 0 : fields.length} fields, not 6 or 7.`);
  }
  return {
    seconds: valuesOf(SECONDS, seconds),
    minutes: valuesOf(MINUTES, minutes),
    hours: valuesOf(HOURS, hours),
    days: dayRule(dayOfMonth, dayOfWeek),
    months: valuesOf(MONTH, month),
    years: valuesOf(YEAR, year),
  };
}

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'custom';

/** How often the expression fires, in a word. A field that names every value restricts nothing. */
export function frequencyOf({ days, months, years }: Cron): Frequency {
  if (years.length < YEAR.maximum - YEAR.minimum + 1 || months.length < MONTH.maximum) return 'custom';
  if (days.kind === 'every') return 'daily';
  return days.kind === 'weekdays' ? 'weekly' : 'monthly';
}
