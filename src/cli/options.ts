import { type Command, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import { describe } from '../config/read-value.ts';
import type { Setting } from '../config/setting.ts';
import { type Config, type SettingName, settings } from '../config/settings.ts';

/** Adds settings of the configuration as options of a command, and `--config`. */
export function addSettings(command: Command, ...names: readonly SettingName[]): Command {
  command.option('--config <file>', 'read settings from a JSON file (environment: CONFIG_FILE)');
  for (const name of names) command.addOption(optionOf(name, settings[name]));
  return command;
}

/** The configuration of a command: its options over the environment over the file. */
export function configOf(command: Command): Config {
  const options: Readonly<Record<string, unknown>> = command.opts();
  const flags = Object.fromEntries(
    Object.keys(settings).flatMap((name) => {
      const value = options[attributeOf(name)];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  const file = options.config;
  return loadConfig({ flags, env: process.env, file: typeof file === 'string' ? file : undefined });
}

/** Whether a setting was given as an option, on the command line. */
export function isGiven(command: Command, name: SettingName): boolean {
  return command.opts()[attributeOf(name)] !== undefined;
}

function optionOf(name: string, setting: Setting): Option {
  const { default: fallback, doc, env, flag, schema } = setting;
  if (flag === undefined) throw new Error(`The setting ${name} has no flag`);
  const facts = [`environment: ${env}`, ...(fallback === undefined ? [] : [`default: ${fallback}`])];
  const value = describe(schema) === 'true or false' ? '' : ' <value>';
  const option = new Option(`${flag}${value}`, `${doc} (${facts.join('; ')})`);
  option.attributeName = () => attributeOf(name);
  return option;
}

/** Options of settings are kept apart from the others of a command. */
const attributeOf = (name: string): string => `setting:${name}`;
