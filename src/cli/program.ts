import { Command } from 'commander';
import { PRODUCT_VERSION } from '../version.ts';
import { configCommand } from './commands/config.ts';
import { importCommand } from './commands/import.ts';
import { pqlCommand } from './commands/pql.ts';
import { queryCommand } from './commands/query.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { serveCommand } from './commands/serve.ts';

const EXAMPLES = `
Examples:
  $ secant import profiles customers.ndjson.gz --data-dir data
  $ secant query 'homeAddress.city = "Utrecht"' --data-dir data
  $ secant serve --auth none --data-dir data

Every setting can also come from the environment or from a file; see \`secant config --help\`.`;

/** The command line. Errors of usage are thrown, so that there is one place that ends the process. */
export function createProgram(): Command {
  const program = new Command('secant')
    .description('Audience segmentation over customer profiles and their events.')
    .version(PRODUCT_VERSION)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(add --help for what is possible)');
  for (const command of [
    serveCommand(),
    importCommand(),
    queryCommand(),
    runCommand(),
    schemaCommand(),
    pqlCommand(),
    configCommand(),
  ]) {
    program.addCommand(command);
  }
  return exiting(program);
}

/** Commander copies this setting to subcommands only when it makes them itself. */
function exiting(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) exiting(child);
  return command;
}
