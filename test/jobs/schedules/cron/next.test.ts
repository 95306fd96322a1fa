import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCron } from '../../../../src/jobs/schedules/cron/cron.ts';
import { nextFire } from '../../../../src/jobs/schedules/cron/next.ts';

/** Text of a field with what it means, said value by value. */
interface Part<T> {
  readonly text: string;
  readonly holds: (value: T) => boolean;
}

const DAY = 86_400_000;

/** Lists of values, ranges and steps between two bounds. */
function values(minimum: number, maximum: number, names: readonly string[] = []): fc.Arbitrary<Part<number>> {
  const value = fc.integer({ min: minimum, max: maximum });
  const step = fc.integer({ min: 1, max: maximum });
  const spelled = (number: number, byName: boolean) => (byName && names[number - minimum]) || String(number);
  const one = fc.tuple(value, fc.boolean()).map(([only, byName]) => ({
    text: spelled(only, byName),
    holds: (given: number) => given === only,
  }));
  const steps = fc.tuple(value, step).map(([from, by]) => ({
    text: `${from}/${by}`,
    holds: (given: number) => given >= from && (given - from) % by === 0,
  }));
  const ranges = fc.tuple(value, value, fc.option(step, { nil: undefined })).map(([from, to, by]) => ({
    text: `${from}-${to}${by === undefined ? '' : `/${by}`}`,
    holds: (given: number) => {
      const size = maximum - minimum + 1;
      const distance = (given - from + size) % size;
      return distance <= (to - from + size) % size && distance % (by ?? 1) === 0;
    },
  }));
  const every = step.chain((by) => fc.constantFrom(`*/${by}`, `/${by}`).map((text) => ({ text, by })));
  const everyPart = every.map(({ text, by }) => ({ text, holds: (given: number) => (given - minimum) % by === 0 }));
  const all = fc.constant({ text: '*', holds: () => true });
  return fc.array(fc.oneof(one, steps, ranges, everyPart, all), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(','),
    holds: (given) => parts.some(({ holds }) => holds(given)),
  }));
}

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const addDays = (date: Date, days: number) => new Date(date.getTime() + days * DAY);
const sameMonth = (a: Date, b: Date) => a.getUTCMonth() === b.getUTCMonth();
const isLastDay = (date: Date) => !sameMonth(date, addDays(date, 1));
const works = (date: Date) => date.getUTCDay() % 6 !== 0;
const quartzDay = (date: Date) => date.getUTCDay() + 1;

/** Fields 4 and 6 with what they mean of a day, said by its neighbours. */
const days: fc.Arbitrary<{ readonly month: string; readonly week: string; readonly holds: (date: Date) => boolean }> =
  fc.oneof(
    {
      weight: 3,
      arbitrary: values(1, 31).map(({ text, holds }) => ({
        month: text,
        week: '?',
        holds: (d: Date) => holds(d.getUTCDate()),
      })),
    },
    {
      weight: 3,
      arbitrary: values(1, 7, WEEKDAYS).map(({ text, holds }) => ({
        month: '?',
        week: text,
        holds: (date: Date) => holds(quartzDay(date)),
      })),
    },
    fc.integer({ min: 0, max: 30 }).map((offset) => ({
      month: offset === 0 ? 'L' : `L-${offset}`,
      week: '?',
      holds: (date: Date) => isLastDay(addDays(date, offset)) && sameMonth(date, addDays(date, offset)),
    })),
    fc.constant({
      month: 'LW',
      week: '?',
      holds: (date: Date) =>
        works(date) &&
        [1, 2, 3].every((ahead) => !sameMonth(date, addDays(date, ahead)) || !works(addDays(date, ahead))),
    }),
    fc.integer({ min: 1, max: 31 }).map((day) => ({
      month: `${day}W`,
      week: '?',
      holds: (date: Date) => {
        // The weekday of this month with the smallest distance to the day, which the month must have; none is tied.
        const target = addDays(date, day - date.getUTCDate());
        if (!sameMonth(date, target) || !works(date)) return false;
        const distance = (candidate: Date) => Math.abs(candidate.getTime() - target.getTime());
        const nearer = [-3, -2, -1, 0, 1, 2, 3]
          .map((ahead) => addDays(target, ahead))
          .filter((candidate) => sameMonth(candidate, target) && works(candidate));
        return nearer.every((candidate) => distance(candidate) >= distance(date));
      },
    })),
    fc.integer({ min: 1, max: 7 }).map((day) => ({
      month: '?',
      week: `${day}L`,
      holds: (date: Date) => quartzDay(date) === day && !sameMonth(date, addDays(date, 7)),
    })),
    fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 })).map(([day, nth]) => ({
      month: '?',
      week: `${WEEKDAYS[day - 1]}#${nth}`,
      holds: (date: Date) =>
        quartzDay(date) === day &&
        sameMonth(date, addDays(date, -7 * (nth - 1))) &&
        !sameMonth(date, addDays(date, -7 * nth)),
    })),
  );

const LAST_DAY = Date.UTC(2099, 11, 31);
const startOfDay = (time: number) => time - (((time % DAY) + DAY) % DAY);

it('finds the first instant after another that all fields match', () => {
  const expression = fc.record({
    seconds: values(0, 59),
    minutes: values(0, 59),
    hours: values(0, 23),
    days,
    months: values(1, 12, MONTHS),
    year: fc.option(fc.integer({ min: 2024, max: 2032 }), { nil: undefined }),
  });
  const instant = fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });
  const found = { fires: 0, never: 0 };
  fc.assert(
    fc.property(expression, instant, ({ seconds, minutes, hours, days: day, months, year }, date) => {
      const text = [seconds.text, minutes.text, hours.text, day.month, months.text, day.week, year ?? ''].join(' ');
      const dayMatches = (time: number) => {
        const at = new Date(time);
        const yearMatches = year === undefined || at.getUTCFullYear() === year;
        return yearMatches && months.holds(at.getUTCMonth() + 1) && day.holds(at);
      };
      const timeMatches = (time: number) => {
        const at = new Date(time);
        return seconds.holds(at.getUTCSeconds()) && minutes.holds(at.getUTCMinutes()) && hours.holds(at.getUTCHours());
      };
      /** The first match of the day of `from` at or after it, second by second. */
      const inDay = (from: number): number | undefined => {
        if (!dayMatches(startOfDay(from))) return undefined;
        for (let time = from; time < startOfDay(from) + DAY; time += 1000) if (timeMatches(time)) return time;
        return undefined;
      };
      const after = date.getTime();
      let expected = inDay(Math.floor(after / 1000) * 1000 + 1000);
      for (let next = startOfDay(after) + DAY; expected === undefined && next <= LAST_DAY; next += DAY) {
        expected = inDay(next);
      }
      const answer = nextFire(parseCron(text), after);
      expect([text, answer]).toEqual([text, expected]);
      if (answer !== undefined) expect(answer).toBeGreaterThan(after);
      found[answer === undefined ? 'never' : 'fires'] += 1;
    }),
    { numRuns: 500 },
  );
  expect(found.fires).toBeGreaterThan(200);
  expect(found.never).toBeGreaterThan(10);
});
