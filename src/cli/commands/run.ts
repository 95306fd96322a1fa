import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { ApiClient } from '../api-client.ts';
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

/** Milliseconds between looks at a job. */
const INTERVAL = 200;

interface Job {
  readonly id: string;
  readonly status: string;
  readonly segments: readonly { readonly segmentId: string }[];
  readonly errors?: readonly { readonly code: string; readonly msg: string }[];
  readonly metrics: {
    readonly totalTime: { readonly totalTimeInMs?: number };
    readonly totalProfiles?: number;
    readonly segmentedProfileCounter?: Readonly<Record<string, number>>;
    readonly segmentedProfileByStatusCounter?: Readonly<
      Record<string, { readonly realized: number; readonly existing: number; readonly exited: number }>
    >;
  };
}

interface Definition {
  readonly id: string;
  readonly name: string;
}

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
      await withApi(configOf(command), async (api) => {
        const definitions = await allDefinitions(api);
        const job = await follow(api, await start(api, definitions, audiences, options.persist), options.json === true);
        if (options.json) printJson(job);
        else printJob(job, definitions);
        if (job.status !== 'SUCCEEDED') throw new CommandError(failureOf(job));
      });
    },
  );
}

/** All definitions of the sandbox, in order of their names. */
async function allDefinitions(api: ApiClient): Promise<readonly Definition[]> {
  const definitions: Definition[] = [];
  for (let page = 0; ; page += 1) {
    const { body } = await api.call<{ segments: readonly Definition[]; link: { next?: string } }>(
      'GET',
      `${DEFINITIONS}?page=${page}&sort=name`,
    );
    definitions.push(...body.segments);
    if (body.link.next === undefined) return definitions;
  }
}

async function start(
  api: ApiClient,
  definitions: readonly Definition[],
  audiences: readonly string[],
  persist: boolean,
): Promise<Job> {
  const all = { schema: { name: '_xdm.context.profile' }, segments: [{ segmentId: '*' }] };
  const listed = audiences.map((audience) => ({ segmentId: idOf(audience, definitions) }));
  const { body } = await api.call<Job>('POST', `${JOBS}?persist=${persist}`, listed.length === 0 ? all : listed);
  return body;
}

function idOf(audience: string, definitions: readonly Definition[]): string {
  const found = definitions.find(({ id, name }) => id === audience.toLowerCase() || name === audience);
  if (found === undefined) throw new CommandError(`There is no audience with the id or name '${audience}'.`);
  return found.id;
}

/** Waits for the end of a job, showing how far it is. */
async function follow(api: ApiClient, started: Job, quiet: boolean): Promise<Job> {
  const progress = startProgress('Evaluating', 'profiles', quiet);
  try {
    for (;;) {
      const { body, header } = await api.call<Job>('GET', `${JOBS}/${started.id}`);
      if (['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(body.status)) return body;
      const [done = 0, total = 0] = (header('x-job-progress') ?? '0/0').split('/').map(Number);
      progress.update({ counted: done, fraction: total === 0 ? 0 : done / total });
      await sleep(INTERVAL);
    }
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
