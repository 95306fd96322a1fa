import { ConfigError, type ConfigProblem } from './errors.ts';
import { flatten, readConfigFile } from './file.ts';
import { type ReadValue, readJson, readText } from './read-value.ts';
import type { Setting } from './setting.ts';
import { type Config, type SettingName, settings } from './settings.ts';

export interface ConfigSources {
  /** Values of the command line by setting, as text. */
  readonly flags?: { readonly [name in SettingName]?: string | undefined };
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON file; `CONFIG_FILE` of the environment when absent. */
  readonly file?: string | undefined;
}

/**
 * Puts the configuration together: flags over environment over file over defaults.
 *
 * An empty environment variable is not set. Of a value that is overridden nothing is checked, so that one bad line of a
 * shared file can be corrected from outside.
 *
 * @throws ConfigError with every unknown key of the file and every value that is not allowed
 */
export function loadConfig(sources: ConfigSources): Config {
  const { env = {}, flags = {} } = sources;
  const path = sources.file ?? (env.CONFIG_FILE || undefined);
  const inFile = path === undefined ? new Map<string, unknown>() : flatten(readConfigFile(path), isFileKey);
  const problems: ConfigProblem[] = unknownKeys(inFile);
  const values: Record<string, unknown> = {};

  for (const [name, setting] of entries()) {
    const given = find(name, setting, flags[name], env, inFile);
    if (given === undefined) values[name] = setting.default;
    else if ('value' in given.read) values[name] = given.read.value;
    else problems.push(problem(given, setting));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Config;
}

interface Given {
  readonly from: string;
  readonly text: string;
  readonly read: ReadValue;
}

function find(
  name: SettingName,
  setting: Setting,
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  file: ReadonlyMap<string, unknown>,
): Given | undefined {
  const { env: variable, schema } = setting;
  if (flag !== undefined) return { from: setting.flag ?? name, text: flag, read: readText(schema, flag) };
  const text = env[variable];
  if (text !== undefined && text !== '') return { from: variable, text, read: readText(schema, text) };
  const key = fileKey(name, setting);
  const value = file.get(key);
  return value === undefined ? undefined : { from: key, text: JSON.stringify(value), read: readJson(schema, value) };
}

function problem({ from, text, read }: Given, { secret = false }: Setting): ConfigProblem {
  const allowed = 'allowed' in read ? read.allowed : '';
  return { name: from, allowed, ...(!secret && { value: text }) };
}

function unknownKeys(file: ReadonlyMap<string, unknown>): ConfigProblem[] {
  return [...file]
    .filter(([key]) => !isFileKey(key))
    .map(([key, value]) => ({
      name: key,
      value: JSON.stringify(value),
      allowed: `There is no such setting. Known: ${[...FILE_KEYS].toSorted().join(', ')}.`,
    }));
}

export const fileKey = (name: string, setting: Setting): string => setting.fileKey ?? name;

const entries = () => Object.entries(settings) as [SettingName, Setting][];

const FILE_KEYS: ReadonlySet<string> = new Set(entries().map(([name, setting]) => fileKey(name, setting)));
const isFileKey = (key: string): boolean => FILE_KEYS.has(key);
