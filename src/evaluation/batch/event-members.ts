import type { LeafTest } from '../../pql/clickhouse/leaves.ts';
import { and, conjuncts, or } from '../../pql/clickhouse/sql.ts';
import { eventKeys, keysThatPass } from './event-scan.ts';
import { leafGroups } from './leaf-groups.ts';
import type { PlannedAudience } from './plan.ts';
import { inRange, type KeyBounds } from './ranges.ts';

/**
 * What to select from for the `profile_key` of the members of an audience whose members are found in the events alone:
 * those that pass some tests and fail others. Undefined for all other audiences.
 */
export function membersByEvents({ audience, condition }: PlannedAudience, range: KeyBounds): string | undefined {
  const parts = conjuncts(condition.sql);
  const passed = condition.tests.filter(({ name }) => parts.includes(name));
  const failed = condition.tests.filter(({ name }) => parts.includes(`NOT ${name}`));
  if (passed.length === 0 || passed.length + failed.length < parts.length) return undefined;
  const found: string[] = [];
  const excluded: string[] = [];
  for (const group of leafGroups([...new Set([...passed, ...failed].map(({ leaf }) => leaf))])) {
    const ofGroup = ({ leaf }: LeafTest) => group.leaves.includes(leaf);
    const demanded = passed.filter(ofGroup).map((test) => keysThatPass(group, test));
    const refused = failed.filter(ofGroup);
    if (demanded.length === 0)
      excluded.push(eventKeys(group, or(refused.map((test) => keysThatPass(group, test))), range));
    else found.push(eventKeys(group, and([...demanded, ...refused.map(({ sql }) => `NOT (${sql})`)]), range));
  }
  const [first, ...others] = found;
  const joins = [
    ...others.map((keys, index) => `LEFT SEMI JOIN (${keys}) AS also_${index} USING (profile_key)`),
    ...excluded.map((keys, index) => `LEFT ANTI JOIN (${keys}) AS not_${index} USING (profile_key)`),
    ...(audience.excludeOptOut ? [`LEFT ANTI JOIN (${optedOut(range)}) AS opted_out USING (profile_key)`] : []),
  ];
  return `(${first}) AS found ${joins.join(' ')}`;
}

function optedOut(range: KeyBounds): string {
  return `SELECT profile_key FROM profiles FINAL WHERE ${and(['opted_out = 1', inRange(range)])}`;
}
