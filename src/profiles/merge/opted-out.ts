import { isObject, type JsonObject } from '../json.ts';

/** Fields besides the general opt-out that count as one, by configuration `optOut.also` (evaluation.md section 7). */
export type AlsoOptOut = 'optInOut.globalOptout' | 'consents.collect.val';

/**
 * Whether a merged profile has opted out in general (evaluation.md section 7): the latest `general_opt_out` entry says
 * `out`, or one of the fields in `also` does. Of entries with one timestamp the later in the list counts.
 */
export function isOptedOut(entity: JsonObject, also: readonly AlsoOptOut[] = []): boolean {
  return (
    latestGeneralOptOut(entity)?.optOutValue === 'out' ||
    (also.includes('optInOut.globalOptout') && at(entity, 'optInOut', 'globalOptout') === true) ||
    (also.includes('consents.collect.val') && refused(at(entity, 'consents', 'collect', 'val')))
  );
}

function latestGeneralOptOut(entity: JsonObject): JsonObject | undefined {
  let latest: JsonObject | undefined;
  for (const list of [entity.privacyOptOuts, at(entity, 'optOutConsentLevel', 'privacyOptOuts')]) {
    for (const entry of Array.isArray(list) ? list : []) {
      if (!isObject(entry) || entry.optOutType !== 'general_opt_out') continue;
      if (latest === undefined || instant(entry) >= instant(latest)) latest = entry;
    }
  }
  return latest;
}

function instant(entry: JsonObject): number {
  const time = typeof entry.timestamp === 'string' ? Date.parse(entry.timestamp) : Number.NaN;
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

const refused = (choice: unknown): boolean => choice === 'n' || choice === 'dn';

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((object, name) => (isObject(object) ? object[name] : undefined), value);
}
