import { Command, InvalidArgumentError, Option } from 'commander';
import type { Data } from '../../client/index.ts';
import { addSettings, configOf } from '../options.ts';
import { count, duration, printJson, printLine, share, strong } from '../output.ts';
import { formatTable } from '../table.ts';
import { withApi } from '../with-api.ts';

const DESCRIPTION = `Count the profiles for which a PQL expression holds, and show some of them.

Asks the server of --url, or opens --data-dir when there is none. Nothing is stored.

  $ secant query 'homeAddress.city = "Utrecht" and xEvent.exists(eventType = "commerce.purchases")'`;

/** Columns of attributes in the table, and characters in one of their cells. */
const SHOWN_PATHS = 5;
const CELL = 40;

type QueryAnswer = Data<'post', '/secant/query'>;

interface Options {
  readonly limit: number;
  readonly format?: string;
  readonly withOptedOut?: boolean;
  readonly json?: boolean;
}

/** `secant query`. */
export function queryCommand(): Command {
  const command = new Command('query')
    .description(DESCRIPTION)
    .summary('count the profiles for which a PQL expression holds')
    .argument('<pql>', 'the expression')
    .addOption(new Option('--limit <n>', 'profiles to show, at most 100').argParser(wholeNumber).default(5))
    .addOption(new Option('--format <format>', 'form of the expression').choices(['pql/text', 'pql/json']))
    .option('--with-opted-out', 'count profiles with a general opt-out too, which audiences leave out')
    .option('--json', 'print the answer as JSON');
  return addSettings(command, 'serverUrl', 'dataDir', 'org', 'sandbox', 'apiKey', 'clickhouseUrl').action(
    async (expression: string, options: Options) => {
      const body = {
        expression,
        limit: options.limit,
        excludeOptOut: options.withOptedOut !== true,
        ...(options.format !== undefined && { format: options.format }),
      };
      const { data } = await withApi(configOf(command), (client) => client.post('/secant/query', { body }));
      if (options.json) printJson(data);
      else printAnswer(data);
    },
  );
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function printAnswer(answer: QueryAnswer): void {
  printLine(
    `${strong(count(answer.count))} of ${count(answer.totalProfiles)} profiles ` +
      `(${share(answer.count, answer.totalProfiles)}) in ${duration(answer.timeMs)}`,
  );
  if (answer.sample.length === 0) return;
  printLine();
  const paths = answer.paths.slice(0, SHOWN_PATHS);
  const columns = ['Namespace', 'Identity', ...paths].map((title) => ({ title }));
  const rows = answer.sample.map(({ attributes, id, namespace }) => [
    namespace,
    id,
    ...paths.map((path) => cell(valueAt(attributes, path.split('.')))),
  ]);
  printLine(formatTable(columns, rows));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null && !Array.isArray(at) ? Reflect.get(at, name) : at),
    value,
  );
}

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text;
}
