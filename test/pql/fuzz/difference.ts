import type { Case } from './reduce.ts';

/** What is wrong with a case, by the name of the evaluator or form: results that should be equal. */
export type Results = Readonly<Record<string, unknown>>;

/** A case for which a law does not hold. */
export interface Difference extends Case {
  readonly law: string;
  readonly results: Results;
}

/** A difference for people; the instant is that of all random evaluations. */
export function differenceText({ law, expression, profile, results }: Difference, now: number): string {
  return [
    `Does not hold: ${law}`,
    `  expression  ${expression}`,
    `  profile     ${JSON.stringify(profile)}`,
    `  now         ${new Date(now).toISOString()}`,
    ...Object.entries(results).map(([name, value]) => `  ${name.padEnd(11)} ${JSON.stringify(value)}`),
  ].join('\n');
}
