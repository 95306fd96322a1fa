import { Command } from 'commander';
import type { Setting } from '../../config/setting.ts';
import { settings } from '../../config/settings.ts';
import { configurationTable } from '../../config/table.ts';
import { addSettings, configOf } from '../options.ts';
import { printJson, printLine } from '../output.ts';

const DESCRIPTION = `Show the settings in force, or describe all of them.

Flags win over environment variables, those over the file of --config, those over the defaults. The file is JSON:
  { "authMode": "static", "validation": { "unknownFields": "drop" } }`;

/** `secant config`. */
export function configCommand(): Command {
  const command = new Command('config')
    .description(DESCRIPTION)
    .summary('show the settings in force, or describe all of them')
    .option('--markdown', 'a table of all settings: names, what is allowed, defaults, meaning');
  return addSettings(command).action((options: { readonly markdown?: boolean }) => {
    if (options.markdown) printLine(configurationTable());
    else printJson(visible(configOf(command)));
  });
}

function visible(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]: [string, Setting]) => [name, setting.secret ? '***' : config[name]]),
  );
}
