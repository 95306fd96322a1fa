import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/errors.ts';
import { checkedCron } from '../../../../src/jobs/schedules/cron/check.ts';
import { frequencyOf, parseCron } from '../../../../src/jobs/schedules/cron/cron.ts';
import { lastFire, nextFire } from '../../../../src/jobs/schedules/cron/next.ts';

/** A Thursday. */
const NOW = Date.parse('2026-01-01T10:00:00Z');

/** The first fire times after an instant, in UTC without what is zero at the end. */
function fires(text: string, after = NOW, count = 3): string[] {
  const cron = parseCron(text);
  const times: string[] = [];
  let last = after;
  for (let index = 0; index < count; index++) {
    const next = nextFire(cron, last);
    if (next === undefined) break;
    times.push(new Date(next).toISOString().replace(/(:00)?\.000Z$/, ''));
    last = next;
  }
  return times;
}

function refusal(text: string, hours = 24): readonly [code: string, message: string] | undefined {
  try {
    checkedCron(text, hours, NOW);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return [error.code, error.message];
  }
}

describe('expressions', () => {
  it.each<[text: string, meaning: string, fires: readonly string[]]>([
    ['0 0 13 * * ?', 'daily 13:00', ['2026-01-01T13:00', '2026-01-02T13:00', '2026-01-03T13:00']],
    ['0 30 9 * * ? 2027', 'daily in 2027', ['2027-01-01T09:30', '2027-01-02T09:30', '2027-01-03T09:30']],
    ['0 30 12 ? * 4#3', 'third Wednesday', ['2026-01-21T12:30', '2026-02-18T12:30', '2026-03-18T12:30']],
    ['0 30 12 ? * 6L', 'last Friday', ['2026-01-30T12:30', '2026-02-27T12:30', '2026-03-27T12:30']],
    ['0 45 11 ? * MON-THU', 'Monday to Thursday', ['2026-01-01T11:45', '2026-01-05T11:45', '2026-01-06T11:45']],
    ['0 0 5 LW * ?', 'last weekday of the month', ['2026-01-30T05:00', '2026-02-27T05:00', '2026-03-31T05:00']],
    ['0 * 18 * * ?', 'every minute of the hour', ['2026-01-01T18:00', '2026-01-01T18:01', '2026-01-01T18:02']],
    ['0 13,38 5 ? 6 WED', 'twice on Wednesdays of June', ['2026-06-03T05:13', '2026-06-03T05:38', '2026-06-10T05:13']],
    [
      '0 0 2 * * ?',
      'daily at 02:00, not the second of every month',
      ['2026-01-02T02:00', '2026-01-03T02:00', '2026-01-04T02:00'],
    ],
    ['0 0 5 ? * 5L', '5L is the last Thursday', ['2026-01-29T05:00', '2026-02-26T05:00', '2026-03-26T05:00']],
    ['0 0 5 ? * L', 'L alone is Saturday', ['2026-01-03T05:00', '2026-01-10T05:00', '2026-01-17T05:00']],
    ['0 0 5 ? * FRIL', 'last Friday by name', ['2026-01-30T05:00', '2026-02-27T05:00', '2026-03-27T05:00']],
    [
      '0 0 5 ? * mon#5',
      'fifth Monday; months without one are left out',
      ['2026-03-30T05:00', '2026-06-29T05:00', '2026-08-31T05:00'],
    ],
    ['0 0 5 ? * FRI-MON', 'a range that wraps', ['2026-01-02T05:00', '2026-01-03T05:00', '2026-01-04T05:00']],
    ['0 0 5 ? * SAT-2', 'names and numbers mixed', ['2026-01-03T05:00', '2026-01-04T05:00', '2026-01-05T05:00']],
    ['0 0 5 1 NOV-FEB ?', 'months that wrap', ['2026-02-01T05:00', '2026-11-01T05:00', '2026-12-01T05:00']],
    ['0 0 22-2 * * ?', 'hours that wrap', ['2026-01-01T22:00', '2026-01-01T23:00', '2026-01-02T00:00']],
    [
      '0 0 5 25-5/5 * ?',
      'a step within a range that wraps',
      ['2026-01-04T05:00', '2026-01-25T05:00', '2026-01-30T05:00'],
    ],
    ['0 0 5 L * ?', 'last day', ['2026-01-31T05:00', '2026-02-28T05:00', '2026-03-31T05:00']],
    ['0 0 5 L-3 * ?', 'three days before the last', ['2026-01-28T05:00', '2026-02-25T05:00', '2026-03-28T05:00']],
    ['0 0 5 L-28 * ?', 'not in a February of 28 days', ['2026-01-03T05:00', '2026-03-03T05:00', '2026-04-02T05:00']],
    ['0 0 5 L,15 * ?', 'the last day in a list', ['2026-01-15T05:00', '2026-01-31T05:00', '2026-02-15T05:00']],
    ['0 0 5 15W * ?', 'weekday nearest to the 15th', ['2026-01-15T05:00', '2026-02-16T05:00', '2026-03-16T05:00']],
    [
      '0 0 5 1W 8 ?',
      'from Saturday the 1st to Monday the 3rd',
      ['2026-08-03T05:00', '2027-08-02T05:00', '2028-08-01T05:00'],
    ],
    [
      '0 0 5 31W * ?',
      'never leaves the month, which must have the day',
      ['2026-01-30T05:00', '2026-03-31T05:00', '2026-05-29T05:00'],
    ],
    ['0 0 5 1/10 * ?', 'a step to the end of the field', ['2026-01-11T05:00', '2026-01-21T05:00', '2026-01-31T05:00']],
    ['0 0 5 /10 * ?', 'a step from the minimum', ['2026-01-11T05:00', '2026-01-21T05:00', '2026-01-31T05:00']],
    ['0 0 5 5-25/10 * ?', 'a step within a range', ['2026-01-05T05:00', '2026-01-15T05:00', '2026-01-25T05:00']],
    ['0 0 5 ? * 1/3', 'Sunday, Wednesday, Saturday', ['2026-01-03T05:00', '2026-01-04T05:00', '2026-01-07T05:00']],
    ['0 0 5 29 2 ?', 'leap days', ['2028-02-29T05:00', '2032-02-29T05:00', '2036-02-29T05:00']],
    ['0 0 5 1 1 ? 2026-2030/2', 'every other year', ['2028-01-01T05:00', '2030-01-01T05:00']],
    ['0 0 5 1 1 ? 2027,2030', 'a list of years', ['2027-01-01T05:00', '2030-01-01T05:00']],
    ['7 0 5 31 12 ? 2099', 'the last year', ['2099-12-31T05:00:07']],
    ['  0\t30  9 * * ?  ', 'any white space', ['2026-01-02T09:30', '2026-01-03T09:30', '2026-01-04T09:30']],
    [
      '0 0 5 ? JAN,mar 1,TUE-wed',
      'names in any case in lists',
      ['2026-01-04T05:00', '2026-01-06T05:00', '2026-01-07T05:00'],
    ],
  ])('%s: %s', (text, _, expected) => {
    expect(fires(text)).toEqual(expected);
  });

  it('fires strictly after the reference, to the second', () => {
    const at = Date.parse('2026-01-01T13:00:00Z');
    const next = (after: number) => nextFire(parseCron('0 0 13 * * ?'), after);
    expect(next(at - 1)).toBe(at);
    expect(next(at)).toBe(at + 86_400_000);
    expect(next(at - 999)).toBe(at);
    expect(next(at + 1)).toBe(at + 86_400_000);
  });

  it('ends the fires of an hour within it', () => {
    expect(fires('0 0/10 17 * * ?', NOW, 7)).toEqual([
      ...['00', '10', '20', '30', '40', '50'].map((minute) => `2026-01-01T17:${minute}`),
      '2026-01-02T17:00',
    ]);
  });

  it('finds the last fire of a period', () => {
    const cron = parseCron('0 0 13 * * ?');
    const last = lastFire(cron, NOW, Date.parse('2026-01-04T12:59:59Z'));
    expect(last).toBe(Date.parse('2026-01-03T13:00:00Z'));
    expect(lastFire(cron, NOW, NOW + 3 * 3_600_000)).toBe(Date.parse('2026-01-01T13:00:00Z'));
    expect(lastFire(cron, NOW, NOW + 1000)).toBeUndefined();
  });
});

describe('the checks of a schedule', () => {
  it.each([
    '0 0 13 * * ?',
    '0 30 9 * * ? 2027',
    '0 30 12 ? * 4#3',
    '0 30 12 ? * 6L',
    '0 45 11 ? * MON-THU',
    '0 0 5 LW * ?',
    '0 0 1 * * ?',
    '0 0 5 29 2 ?',
    '59 59 23 31 12 ? 2099',
  ])('takes %s', (text) => {
    expect(refusal(text)).toBeUndefined();
  });

  it.each([
    ['0 0 2 * *', 'It has 5 fields, not 6 or 7.'],
    ['', 'It has 0 fields, not 6 or 7.'],
    ['0 0 2 * * ? 2027 1', 'It has 8 fields, not 6 or 7.'],
    ['0 0 2 * * *', 'Exactly one of day of month and day of week must be ?.'],
    ['0 0 2 ? * ?', 'Exactly one of day of month and day of week must be ?.'],
    ['0 0 2 1 * MON', 'Exactly one of day of month and day of week must be ?.'],
    ['0 0 2 ? * MON, FRI, SAT', 'It has 8 fields, not 6 or 7.'],
    ['60 0 2 * * ?', 'The seconds 60 is not within 0–59.'],
    ['0 60 2 * * ?', 'The minutes 60 is not within 0–59.'],
    ['0 0 24 * * ?', 'The hours 24 is not within 0–23.'],
    ['0 0 2 0 * ?', 'The day of month 0 is not within 1–31.'],
    ['0 0 2 32 * ?', 'The day of month 32 is not within 1–31.'],
    ['0 0 2 32W * ?', 'The day of month 32 is not within 1–31.'],
    ['0 0 2 * 13 ?', 'The month 13 is not within 1–12.'],
    ['0 0 2 ? * 8', 'The day of week 8 is not within 1–7.'],
    ['0 0 2 ? * 0#2', 'The day of week 0 is not within 1–7.'],
    ['0 0 2 * * ? 1969', 'The year 1969 is not within 1970–2099.'],
    ['0 0 2 * * ? 2100', 'The year 2100 is not within 1970–2099.'],
    ['0 0 2 * * ? 2030-2027', 'The range 2030-2027 of the field year runs backwards.'],
    ['0 0 2 * FOO ?', "The month 'FOO' is unknown."],
    ['0 0 2 ? * MONDAY', "The day of week 'MONDAY' is unknown."],
    ['0 0 2 ? * FOOL', "The day of week 'FOO' is unknown."],
    ['MON 0 2 * * ?', "The seconds 'MON' is unknown."],
    ['0 0 2 ? * L,MON', "The day of week 'L' is unknown."],
    ['? 0 2 * * ?', "'?' is not possible in the field seconds."],
    ['0 0 2 1 ? ?', "'?' is not possible in the field month."],
    ['0 0 2 ?,1 * ?', "'?' is not possible in the field day of month."],
    ['0 0 L * * ?', "The hours 'L' is unknown."],
    ['0 0 2 ? * 15W', "'15W' is not possible in the field day of week."],
    ['0 0 2 5#2 * ?', "'5#2' is not possible in the field day of month."],
    ['0 0 2 6L * ?', "'6L' is not possible in the field day of month."],
    ['0 0 2 ? * MON#2,FRI', '# stands between one day of week and a number from 1 to 5, in no list.'],
    ['0 0 2 ? * MON#6', '# stands between one day of week and a number from 1 to 5, in no list.'],
    ['0 0 2 ? * MON#0', '# stands between one day of week and a number from 1 to 5, in no list.'],
    ['0 0 2 ? * MON,6L', "'6L' is not possible in the field day of week."],
    ['0 0 2 LW,3 * ?', 'W stands after a single day of month, or in LW, and in no list or range.'],
    ['0 0 2 1,15W * ?', 'W stands after a single day of month, or in LW, and in no list or range.'],
    ['0 0 2 10-15W * ?', 'W stands after a single day of month, or in LW, and in no list or range.'],
    ['0 0 2 L-31 * ?', 'L-31 lies before every month.'],
    ['0 0 2 1/0 * ?', 'The step 0 of the field day of month is not within 1–31.'],
    ['0 0/60 2 * * ?', 'The step 60 of the field minutes is not within 1–59.'],
    ['0 0 2 ? * 1/8', 'The step 8 of the field day of week is not within 1–7.'],
    ['0 0 2 1,,3 * ?', "'' is not possible in the field day of month."],
    ['0 0 2 -3 * ?', "'-3' is not possible in the field day of month."],
    ['0 0 2 1-2-3 * ?', "'1-2-3' is not possible in the field day of month."],
    ['0 0 2 *5 * ?', "'*5' is not possible in the field day of month."],
    ['0 0 2 31 2 ?', 'It does not fire any more until the end of 2099.'],
    ['0 0 2 * * ? 2025', 'It does not fire any more until the end of 2099.'],
    ['0 0 2 ? 2 MON#5 2027', 'It does not fire any more until the end of 2099.'],
  ])('refuses %s', (text, reason) => {
    expect(refusal(text)).toEqual(['UPAPI-900301-400', `The cron expression '${text}' is not valid: ${reason}`]);
  });

  it('refuses an expression that is longer than any needs to be, without repeating it', () => {
    const text = `0 0 1 * * ? ${'*,'.repeat(1_000_000)}*`;
    expect(refusal(text)).toEqual([
      'UPAPI-900301-400',
      `The cron expression '${text.slice(0, 50)}…' is not valid: It is longer than 2000 characters.`,
    ]);
  });

  it.each([
    ['0 * 18 * * ?', 24, false],
    ['0 0/10 17 * * ?', 24, false],
    ['0 13,38 5 ? 6 WED', 24, false],
    ['0 0 1,13 * * ?', 24, false],
    ['0 0 1,13 * * ?', 12, true],
    ['0 0 1,12 * * ?', 12, false],
    ['0 0 * * * ?', 1, true],
    ['0,30 0 * * * ?', 1, false],
    // Its two fires are one hour apart, years from now.
    ['0 0 1,2 1 1 ? 2040', 24, false],
    ['0 0 1,2 1 1 ? 2040', 1, true],
  ])('of %s with an interval of %d hours: taken %s', (text, hours, taken) => {
    const message = `The cron expression '${text}' runs more than once in ${hours} hours.`;
    expect(refusal(text, hours)).toEqual(taken ? undefined : ['UPAPI-900302-400', message]);
  });
});

describe('frequency', () => {
  it.each([
    ['0 0 1 * * ?', 'daily'],
    ['0 0 1 1-31 1-12 ?', 'daily'],
    ['0 0 12 1/1 * ? *', 'daily'],
    ['0 0 1 ? * *', 'daily'],
    ['0 0 1 ? * SUN-SAT', 'daily'],
    ['0 0 1 ? * MON', 'weekly'],
    ['0 0 1 ? * MON-FRI', 'weekly'],
    ['0 0 1 ? * 1,2,3,4,5,6', 'weekly'],
    ['0 0 1 ? * L', 'weekly'],
    ['0 0 1 15 * ?', 'monthly'],
    ['0 0 1 L-3 * ?', 'monthly'],
    ['0 0 1 LW * ?', 'monthly'],
    ['0 0 1 15W * ?', 'monthly'],
    ['0 0 1 ? * MON#1', 'monthly'],
    ['0 0 1 ? * 6L', 'monthly'],
    ['0 0 1 * 1,6 ?', 'custom'],
    ['0 0 1 ? JAN/2 MON', 'custom'],
    ['0 0 1 * * ? 2027', 'custom'],
    ['0 0 1 15 * ? 2027-2030', 'custom'],
  ])('%s is %s', (text, expected) => {
    expect(frequencyOf(parseCron(text))).toBe(expected);
  });
});
