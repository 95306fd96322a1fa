import { Command } from 'commander';
import { type Client, eachItem, type Schema, waitForSegmentJob } from '../../client/index.ts';
import { CommandError } from '../failure.ts';
import { addSettings, configOf } from '../options.ts';
import { count, duration, printJson, printLine, share } from '../output.ts';
import { startProgress } from '../progress.ts';
import { formatTable } from '../table.ts';
import { withApi } from '../with-api.ts';

const DESCRIPTION = `Evaluate audiences over all profiles and write who is in them, as a segment job.

Without arguments all audiences are evaluated. Asks the server of --url, or opens --data-dir when there is none.`;

const JOBS = '/data/core/ups/segment/jobs';
const DEFINITIONS = '/data/core/ups/segment/definitions';

type Job = Schema<'SegmentJob'>;
type Definition = Schema<'SegmentDefinition'>;

/** `secant run`. */
export function runCommand(): Command {
  const command = new Command('run')
    .description(DESCRIPTION)
    .summary('evaluate audiences over all profiles')
    .argument('[audience...]', 'ids or names of audiences')
    .option('--no-persist', 'count, but write no memberships')
    .option('--json', 'print the job as JSON');
  return addSettings(command, 'serverUrl', 'dataDir', 'org', 'sandbox', 'apiKey', 'clickhouseUrl').action(
    async (audiences: readonly string[], options: { readonly persist: boolean; readonly json?: boolean }) => {
      await withApi(configOf(command), async (client) => {
        const definitions = await allDefinitions(client);
        const job = await follow(
          client,
          await start(client, definitions, audiences, options.persist),
          options.json === true,
        );
        if (options.json) printJson(job);
        else printJob(job, definitions);
        if (job.status !== 'SUCCEEDED') throw new CommandError(failureOf(job));
      });
    },
  );
}

/** All definitions of the sandbox, in order of their names. */
async function allDefinitions(client: Client): Promise<readonly Definition[]> {
  const definitions: Definition[] = [];
  for await (const definition of eachItem(client, DEFINITIONS, { query: { sort: 'name' } }))
    definitions.push(definition);
  return definitions;
}

async function start(
  client: Client,
  definitions: readonly Definition[],
  audiences: readonly string[],
  persist: boolean,
): Promise<Job> {
  const all = { schema: { name: '_xdm.context.profile' }, segments: [{ segmentId: '*' }] };
  const listed = audiences.map((audience) => ({ segmentId: idOf(audience, definitions) }));
  const { data } = await client.post(JOBS, { query: { persist }, body: listed.length === 0 ? all : listed });
  return data;
}

function idOf(audience: string, definitions: readonly Definition[]): string {
  const found = definitions.find(({ id, name }) => id === audience.toLowerCase() || name === audience);
  if (found === undefined) throw new CommandError(`There is no audience with the id or name '${audience}'.`);
  return found.id;
}

/** Waits for the end of a job, showing how far it is. */
async function follow(client: Client, started: Job, quiet: boolean): Promise<Job> {
  const progress = startProgress('Evaluating', 'profiles', quiet);
  try {
    return await waitForSegmentJob(client, started.id, {
      timeoutMs: Number.POSITIVE_INFINITY,
      maxDelayMs: 1000,
      onProgress: (_job, { done, total } = { done: 0, total: 0 }) =>
        progress.update({ counted: done, fraction: total === 0 ? 0 : done / total }),
    });
  } finally {
    progress.stop();
  }
}

function printJob({ metrics, segments }: Job, definitions: readonly Definition[]): void {
  const total = metrics.totalProfiles ?? 0;
  const names = new Map(definitions.map(({ id, name }) => [id, name]));
  const rows = segments
    .filter(({ segmentId }) => metrics.segmentedProfileCounter?.[segmentId] !== undefined)
    .map(({ segmentId }) => {
      const members = metrics.segmentedProfileCounter?.[segmentId] ?? 0;
      const { realized = 0, exited = 0 } = metrics.segmentedProfileByStatusCounter?.[segmentId] ?? {};
      return [names.get(segmentId) ?? segmentId, count(members), share(members, total), count(realized), count(exited)];
    });
  const right = { align: 'right' } as const;
  const columns = [
    { title: 'Audience' },
    { title: 'Members', ...right },
    { title: 'Share', ...right },
    { title: 'Entered', ...right },
    { title: 'Left', ...right },
  ];
  printLine(formatTable(columns, rows));
  printLine();
  printLine(`${count(total)} profiles in ${duration(metrics.totalTime.totalTimeInMs ?? 0)}`);
}

function failureOf({ id, status, errors = [] }: Job): string {
  return [`The segment job ${id} ended as ${status}.`, ...errors.map(({ code, msg }) => `${code}: ${msg}`)].join('\n');
}
