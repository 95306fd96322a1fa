import type { Cron } from './cron.ts';
import { daysOf } from './days.ts';

const SECOND = 1000;

/**
 * The first instant after another at which the expression fires; undefined when there is none until the end of 2099.
 *
 * @param after epoch milliseconds; the answer is greater
 */
export function nextFire(cron: Cron, after: number): number | undefined {
  const from = new Date((Math.floor(after / SECOND) + 1) * SECOND);
  const start = { year: from.getUTCFullYear(), month: from.getUTCMonth() + 1 };
  for (const year of cron.years) {
    if (year < start.year) continue;
    for (const month of cron.months) {
      if (year === start.year && month < start.month) continue;
      for (const day of daysOf(cron.days, year, month)) {
        const midnight = Date.UTC(year, month - 1, day);
        const time = firstTime(cron, Math.max(0, from.getTime() - midnight));
        if (time !== undefined) return midnight + time;
      }
    }
  }
  return undefined;
}

const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The first time of a day at or after another, both in milliseconds since midnight. */
function firstTime({ seconds, minutes, hours }: Cron, from: number): number | undefined {
  for (const hour of hours) {
    if ((hour + 1) * HOUR <= from) continue;
    for (const minute of minutes) {
      if (hour * HOUR + (minute + 1) * MINUTE <= from) continue;
      for (const second of seconds) {
        const time = hour * HOUR + minute * MINUTE + second * SECOND;
        if (time >= from) return time;
      }
    }
  }
  return undefined;
}

/** The last of the fire times in (after, until]; undefined when there is none. Both epoch milliseconds. */
export function lastFire(cron: Cron, after: number, until: number): number | undefined {
  let last: number | undefined;
  for (let fire = nextFire(cron, after); fire !== undefined && fire <= until; fire = nextFire(cron, fire)) last = fire;
  return last;
}
