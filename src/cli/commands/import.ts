import { basename } from 'node:path';
import { Argument, Command } from 'commander';
import type { ImportOptions, ImportProgress, ImportResult } from '../../profiles/import/options.ts';
import { describeInference } from '../../schema/infer/describe.ts';
import { reshapingOf } from '../column-options.ts';
import { CommandError } from '../failure.ts';
import { addSettings, configOf } from '../options.ts';
import { count, counted, duration, printJson, printLine, strong } from '../output.ts';
import { type Progress, startProgress } from '../progress.ts';
import { formatTable } from '../table.ts';
import { namedSandbox, withSystem } from '../with-system.ts';

const DESCRIPTION = `Import profiles or experience events from files into the data directory.

Files are NDJSON or JSON (.ndjson, .jsonl, .json), CSV or TSV with a header of dotted paths, and Parquet; .gz and .zst are
unpacked. Rows that are not valid are left out, counted, and written with the reason to the file of --rejects. All rows
of one call become visible together; a call that is interrupted leaves nothing behind.

  $ secant import profiles customers.csv --namespace customer_id=CRMID,primary --map city=homeAddress.city
  $ secant import events 2026-*.ndjson.gz --data-dir data`;

interface Options {
  readonly rejects?: string;
  readonly map: readonly string[];
  readonly namespace: readonly string[];
  readonly infer: boolean;
  readonly deriveId: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `secant import`. */
export function importCommand(): Command {
  const command = new Command('import')
    .description(DESCRIPTION)
    .summary('import profiles or events from files')
    .addArgument(new Argument('<kind>', 'what the files hold').choices(['profiles', 'events']))
    .argument('<file...>', 'files, read in this order')
    .option('--rejects <file>', 'where rows that are not valid go (default: NAME.rejects.ndjson, by the first file)')
    .option('--map <column=path>', 'put a column somewhere else; repeatable', collect, [])
    .option('--namespace <column=ns[,primary]>', 'take a column as an identity; repeatable', collect, [])
    .option('--no-infer', 'add no fields to the schema for what the data holds below your tenant root')
    .option('--no-derive-id', 'reject events without _id instead of giving them one by their content')
    .option('--dry-run', 'validate only')
    .option('--json', 'print the result as JSON');
  return addSettings(command, 'dataDir', 'org', 'sandbox', 'unknownFields', 'clickhouseUrl', 'memoryLimitMb').action(
    async (kind: 'profiles' | 'events', files: readonly string[], options: Options) => {
      const started = performance.now();
      const rejectsFile = options.rejects ?? `${basename(files[0] ?? kind)}.rejects.ndjson`;
      const result = await runImport(command, kind, files, { ...options, rejects: rejectsFile });
      if (options.json) printJson({ ...result, ...(result.rejected > 0 && { rejectsFile }) });
      else printResult(kind, result, performance.now() - started, rejectsFile, options.dryRun === true);
    },
  );
}

function runImport(
  command: Command,
  kind: 'profiles' | 'events',
  files: readonly string[],
  options: Options,
): Promise<ImportResult> {
  const config = configOf(command);
  const reshaping = reshapingOf(options.map, options.namespace);
  return withSystem(config, async ({ importer, sandboxes }) => {
    const { reference } = await namedSandbox(sandboxes, config);
    const bar = startProgress(`Importing ${kind}`, 'rows', options.json === true);
    const interrupted = new AbortController();
    const interrupt = () => interrupted.abort(new CommandError('Interrupted: nothing was imported.'));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
    const request: ImportOptions = {
      files,
      rejectsFile: options.rejects,
      reshaping,
      infer: options.infer,
      deriveId: options.deriveId,
      unknownFields: config.unknownFields,
      strictEcid: config.strictEcid,
      maxSize: 1024 * (kind === 'profiles' ? config.maxRecordKb : config.maxEventKb),
      dryRun: options.dryRun,
      onProgress: (progress) => show(bar, progress),
      onInferred: (inference) => bar.note(describeInference(inference).join('\n')),
      signal: interrupted.signal,
    };
    try {
      const work = kind === 'profiles' ? importer.importRecords : importer.importEvents;
      return await work.call(importer, reference.sandboxId, request);
    } finally {
      bar.stop();
    }
  });
}

const PHASES: Readonly<Record<ImportProgress['phase'], string | undefined>> = {
  reading: undefined,
  merging: 'Merging profiles',
  publishing: 'Making visible',
};

function show(bar: Progress, { bytesRead, bytesTotal, phase, rows }: ImportProgress): void {
  const fraction = bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal);
  const name = PHASES[phase];
  bar.update({ fraction, counted: rows, ...(name !== undefined && { phase: name }) });
}

function printResult(
  kind: string,
  result: ImportResult,
  elapsedMs: number,
  rejectsFile: string,
  isDryRun: boolean,
): void {
  const { accepted, newProfiles, rejected, rejectedBy, rows, warnings } = result;
  const rate = count(Math.round((1000 * rows) / Math.max(1, elapsedMs)));
  const verb = isDryRun ? 'Checked' : 'Imported';
  printLine(
    `${verb} ${strong(count(accepted))} of ${count(rows)} ${kind} in ${duration(elapsedMs)} (${rate} rows/s)` +
      (isDryRun ? '' : `; ${counted(newProfiles, 'new profile')}`),
  );
  for (const line of warningsOf(warnings)) printLine(line);
  if (rejected === 0) return;
  printLine(`${strong(counted(rejected, 'row'))} ${rejected === 1 ? 'was' : 'were'} rejected, see ${rejectsFile}:`);
  const reasons = Object.entries(rejectedBy)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, number]) => {
      const first = result.firstRejects.find((reject) => reject.code === code);
      return [code, count(number), first === undefined ? '' : `line ${first.line}: ${first.message}`];
    });
  printLine(formatTable([{ title: 'Reason' }, { title: 'Rows', align: 'right' }, { title: 'First' }], reasons));
}

function warningsOf({ droppedIdentities, nulls, unknownFields }: ImportResult['warnings']): readonly string[] {
  const warnings: [number: number, noun: string, what: string][] = [
    [nulls, 'null value', 'taken as absent.'],
    [unknownFields, 'unknown field', 'left out.'],
    [droppedIdentities, 'further identity value', 'left out because it cannot be used.'],
  ];
  return warnings
    .filter(([number]) => number > 0)
    .map(([number, noun, what]) => `${counted(number, noun)} ${number === 1 ? 'was' : 'were'} ${what}`);
}
