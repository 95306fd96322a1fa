import { ServiceError } from '../../../errors.ts';
import { type Cron, parseCron } from './cron.ts';
import { CronError } from './fields.ts';
import { nextFire } from './next.ts';

const HOUR = 3_600_000;

/** Characters: more than an expression with every value of every field has. */
const LENGTH_LIMIT = 2000;

/** Gaps between fire times that are looked at. */
const GAPS = 400;

/**
 * Reads an expression for a schedule: it must fire some day, and never twice within the interval.
 *
 * @param now epoch milliseconds
 * @throws ServiceError `UPAPI-900301-400`, `UPAPI-900302-400`
 */
export function checkedCron(text: string, minIntervalHours: number, now: number): Cron {
  const cron = readCron(text);
  let fire = nextFire(cron, now);
  if (fire === undefined) throw invalid(text, 'It does not fire any more until the end of 2099.');
  for (let gap = 0; gap < GAPS; gap++) {
    const next = nextFire(cron, fire);
    if (next === undefined) break;
    if (next - fire < minIntervalHours * HOUR) {
      throw new ServiceError(
        'UPAPI-900302-400',
        `The cron expression '${text}' runs more than once in ${minIntervalHours} hours.`,
      );
    }
    fire = next;
  }
  return cron;
}

function readCron(text: string): Cron {
  if (text.length > LENGTH_LIMIT)
    throw invalid(`${text.slice(0, 50)}…`, `It is longer than ${LENGTH_LIMIT} characters.`);
  try {
    return parseCron(text);
  } catch (error) {
    if (error instanceof CronError) throw invalid(text, error.message);
    throw error;
  }
}

const invalid = (text: string, reason: string): ServiceError =>
  new ServiceError('UPAPI-900301-400', `The cron expression '${text}' is not valid: ${reason}`);
