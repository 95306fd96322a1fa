import type { Random } from './random.ts';
import { Sampler } from './sampler.ts';

export const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Length of the recorded history. */
export const HISTORY_DAYS = 730;

export interface Sale {
  readonly id: string;
  /** Part of the price that is taken off. */
  readonly discount: number;
}

const MONTH_WEIGHT = [0.95, 0.82, 0.9, 0.94, 1, 0.96, 0.92, 0.86, 0.98, 1.05, 1.32, 1.45] as const;
/** Sunday first. */
const WEEKDAY_WEIGHT = [1.18, 1.02, 0.96, 0.95, 0.97, 0.92, 1.06] as const;
const HOUR_WEIGHT = [
  ...[
    1.2, 0.7, 0.4, 0.3, 0.3, 0.6, 1.6, 2.8, 3.8, 4.4, 4.9, 5.2, 5.6, 5.3, 4.9, 4.8, 4.9, 5.4, 6.3, 7.4, 8.1, 7.2, 4.8,
  ],
  2.4,
] as const;

/** When people come: growth over the years, seasons, sales, weekdays and hours, all in UTC. */
export class Calendar {
  readonly now: number;
  /** Start of the first day. */
  readonly start: number;
  readonly #cumulative: Float64Array;
  readonly #hours = new Sampler(hoursOfDay(), (hour) => HOUR_WEIGHT[hour] ?? 1);

  constructor(now: number) {
    this.now = now;
    this.start = now - HISTORY_DAYS * DAY;
    this.#cumulative = new Float64Array(HISTORY_DAYS + 1);
    for (let day = 0; day < HISTORY_DAYS; day++) {
      this.#cumulative[day + 1] = (this.#cumulative[day] ?? 0) + weightOf(this.start + day * DAY, day);
    }
  }

  /** How much of all visits falls between two instants, as a share. */
  share(from: number, to: number): number {
    return (this.#until(to) - this.#until(from)) / this.#until(this.now);
  }

  /** An instant between two others, when people are likely to come; both are clamped to the history. */
  visit(random: Random, from: number, to: number): number {
    const low = this.#until(from);
    const wanted = low + random.next() * (this.#until(to) - low);
    const day = this.start + this.#dayOf(wanted) * DAY;
    const time = day + this.#hours.draw(random) * HOUR + Math.floor(random.next() * HOUR);
    return Math.min(Math.max(time, from, this.start), to - 1);
  }

  #until(time: number): number {
    const day = Math.floor((time - this.start) / DAY);
    return this.#cumulative[Math.min(Math.max(day, 0), HISTORY_DAYS)] ?? 0;
  }

  #dayOf(weight: number): number {
    let low = 0;
    let high = HISTORY_DAYS - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#cumulative[middle] ?? 0) <= weight) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The sale that runs at an instant. */
export function saleAt(time: number): Sale | undefined {
  const date = new Date(time);
  const month = date.getUTCMonth() + 1;
  const day = date.getUTCDate();
  if (month === 1 && day >= 2 && day <= 20) return { id: `WINTER-${date.getUTCFullYear()}`, discount: 0.3 };
  if (month === 7 && day <= 21) return { id: `SUMMER-${date.getUTCFullYear()}`, discount: 0.25 };
  const blackFriday = blackFridayOf(date.getUTCFullYear());
  const sinceFriday = (Date.UTC(date.getUTCFullYear(), month - 1, day) - blackFriday) / DAY;
  if (sinceFriday >= -4 && sinceFriday <= 3) return { id: `BLACK-WEEK-${date.getUTCFullYear()}`, discount: 0.2 };
  return undefined;
}

/** The day after the fourth Thursday of November. */
function blackFridayOf(year: number): number {
  const weekdayOfFirst = new Date(Date.UTC(year, 10, 1)).getUTCDay();
  return Date.UTC(year, 10, 1 + ((4 - weekdayOfFirst + 7) % 7) + 21 + 1);
}

function weightOf(time: number, day: number): number {
  const date = new Date(time);
  const growth = 1 + (0.35 * day) / 365;
  const season = (MONTH_WEIGHT[date.getUTCMonth()] ?? 1) * (WEEKDAY_WEIGHT[date.getUTCDay()] ?? 1);
  return growth * season * (saleAt(time) ? 1.7 : 1);
}

function hoursOfDay(): readonly [number, ...number[]] {
  return [0, ...Array.from({ length: 23 }, (_, hour) => hour + 1)];
}
