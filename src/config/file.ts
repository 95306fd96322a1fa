import { readFileSync } from 'node:fs';
import { ConfigError } from './errors.ts';

/**
 * Reads a JSON configuration file.
 *
 * @throws ConfigError when it is not there or not a JSON object
 */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ name: '--config', value: path, allowed: `Must be a readable JSON file: ${reason}` }]);
  }
  if (!isObject(value)) {
    throw new ConfigError([{ name: '--config', value: path, allowed: 'Must hold a JSON object.' }]);
  }
  return value;
}

/**
 * The values of a file by dotted key. A nested object is a group unless its own key is a setting, whose value may be
 * an object.
 */
export function flatten(
  values: Readonly<Record<string, unknown>>,
  isKey: (key: string) => boolean,
  prefix = '',
): ReadonlyMap<string, unknown> {
  const flat = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    const key = prefix + name;
    return isObject(value) && !isKey(key) ? [...flatten(value, isKey, `${key}.`)] : [[key, value]];
  });
  return new Map(flat);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
