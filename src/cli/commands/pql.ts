import { Command, Option } from 'commander';
import {
  compileQuery,
  costOf,
  type Diagnostic,
  eligibility,
  explainPlan,
  factsOf,
  type Ir,
  type Layout,
  print,
  type QuerySchema,
  type Span,
  toTree,
} from '../../pql/index.ts';
import { attributeColumns } from '../../schema/columns.ts';
import { querySchema, unionSchema } from '../../schema/union.ts';
import { CommandError } from '../failure.ts';
import { addSettings, configOf, isGiven } from '../options.ts';
import { count, counted, printJson, printLine, share } from '../output.ts';
import { excerpt } from '../pql/excerpt.ts';
import { planText } from '../pql/plan-text.ts';
import { EligibilityRow, readRows, TestRow } from '../pql/rows.ts';
import {
  checkRows,
  type Difference,
  ENGINES,
  type Engine,
  eligibilityDifferences,
  evaluated,
  type ValidRow,
} from '../pql/run-rows.ts';
import { namedSandbox, withSystem } from '../with-system.ts';

const DESCRIPTION = `Check, convert, explain and test PQL expressions, without a server.

  $ secant pql check 'homeAddress.city = "Utrecht"'
  $ secant pql test rules.ndjson --engine javascript`;

interface ExpressionOptions {
  readonly format: 'pql/text' | 'pql/json';
  readonly typed?: boolean;
  readonly json?: boolean;
}

/** `secant pql`. */
export function pqlCommand(): Command {
  const command = new Command('pql').description(DESCRIPTION).summary('check, convert and test expressions');
  for (const child of [
    checkCommand(),
    printCommand(),
    jsonCommand(),
    planCommand(),
    testCommand(),
    eligibilityCommand(),
  ]) {
    command.addCommand(child);
  }
  return command;
}

function expressionCommand(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .argument('<pql>', 'the expression')
    .addOption(
      new Option('--format <format>', 'form of the expression').choices(['pql/text', 'pql/json']).default('pql/text'),
    );
}

function untypedCommand(name: string, summary: string): Command {
  return expressionCommand(name, summary).option('--typed', 'check fields and types against the built-in union schema');
}

function checkCommand(): Command {
  return untypedCommand('check', 'Check an expression; tell its errors, warnings, cost and evaluation methods')
    .option('--json', 'print the answer as JSON')
    .action((expression: string, options: ExpressionOptions) => {
      const { ir, diagnostics, warnings } = compiled(expression, options);
      const answer = { valid: ir !== undefined, diagnostics, warnings, ...(ir && aboutOf(ir)) };
      if (options.json) printJson(answer);
      else {
        for (const warning of warnings) {
          printLine(`warning: ${warning.message}\n${excerpt(expression, warning)}`);
        }
        if (ir !== undefined) printLine(aboutText(ir));
      }
      if (ir === undefined) throw new CommandError(diagnosticsText(expression, diagnostics));
    });
}

function printCommand(): Command {
  return untypedCommand('print', 'Print the canonical text of an expression').action(
    (expression: string, options: ExpressionOptions) => printLine(print(valid(expression, options))),
  );
}

function jsonCommand(): Command {
  return untypedCommand('json', 'Print the pql/json tree of an expression').action(
    (expression: string, options: ExpressionOptions) => printJson(toTree(valid(expression, options))),
  );
}

const PLAN = `Tell what of an expression a batch run decides in SQL, and what it leaves to the evaluator.

The fields and columns are those of the built-in union schema, or with --data-dir those of the data there.

  $ secant pql plan 'person.name.lastName.startsWith("A") and xEvent[eventType = "web.login"].count() > 2'`;

function planCommand(): Command {
  const command = expressionCommand('plan', PLAN)
    .summary('Tell what of an expression is decided in SQL')
    .option('--json', 'print the plan as JSON');
  return addSettings(command, 'dataDir', 'org', 'sandbox').action(
    async (expression: string, options: ExpressionOptions) => {
      const { layout, schema } = await dataOf(command);
      const ir = valid(expression, options, schema);
      const plan = explainPlan(ir, { layout, now: Date.now() });
      if (options.json) printJson(plan);
      else printLine(planText(plan, ({ span }) => partText(expression, span)));
    },
  );
}

/** What data there is, or could be. */
async function dataOf(command: Command): Promise<{ readonly schema: QuerySchema; readonly layout: Layout }> {
  if (isGiven(command, 'dataDir')) {
    const config = configOf(command);
    return withSystem(config, async ({ sandboxData, sandboxes }) => {
      const { reference } = await namedSandbox(sandboxes, config);
      return sandboxData(reference.sandboxId);
    });
  }
  const schema = { root: unionSchema('profile'), event: unionSchema('event') };
  return { schema, layout: { profile: attributeColumns(schema.root), event: attributeColumns(schema.event) } };
}

const partText = (expression: string, { start, end, pointer }: Span): string =>
  pointer === undefined ? expression.slice(start, end).replaceAll(/\s+/g, ' ') : `at ${pointer}`;

const TEST = `Evaluate the rows of a file and print those that differ; exit code 1 if any does.

With the engine clickhouse the rows are profiles and audiences of a batch run, in a ClickHouse of their own: it decides in
SQL what SQL can say exactly, and the rest with the evaluator. A value that is not Boolean is compared with what is
expected.

  $ secant pql test rules.ndjson --engine clickhouse --plan`;

interface TestOptions {
  readonly engine: Engine;
  readonly plan?: boolean;
}

function testCommand(): Command {
  return new Command('test')
    .description(TEST)
    .summary('Evaluate the rows of a file and print those that differ')
    .argument('<file>', 'one JSON object a line: {id, expression, profile, now?, expect: {value} | {error}}')
    .addOption(new Option('--engine <engine>', 'evaluator').choices(ENGINES).default('interpreter'))
    .option('--plan', 'with the engine clickhouse: print what SQL alone could not decide, and why')
    .action(async (file: string, options: TestOptions) => {
      const rows = await readRows(file, TestRow);
      const { valid, differences } = checkRows(rows);
      if (options.engine === 'clickhouse') await testOnClickHouse(rows, valid, differences, options);
      else {
        const { engine } = options;
        report(rows, [...differences, ...valid.flatMap((row) => evaluated(row, engine))]);
      }
    });
}

async function testOnClickHouse(
  rows: readonly TestRow[],
  valid: readonly ValidRow[],
  invalid: readonly Difference[],
  { plan = false }: TestOptions,
): Promise<void> {
  const { evaluatedOnClickHouse } = await import('../pql/clickhouse-rows.ts');
  const { differences, residual, run, untyped } = await evaluatedOnClickHouse(valid);
  if (plan) {
    for (const { id, expression, part, reason } of [...residual, ...untyped]) {
      printLine(`${id}: ${expression}\n  ${reason}${part === undefined || part === expression ? '' : `: ${part}`}`);
    }
  }
  const pushed = run - residual.length;
  report(
    rows,
    [...invalid, ...differences],
    `; ${count(run)} run on ClickHouse, ${count(pushed)} (${share(pushed, run)}) pushed down completely`,
  );
}

function eligibilityCommand(): Command {
  return new Command('eligibility')
    .description(
      'Decide the evaluation methods of the rows of a file and print those that differ; exit code 1 if any does',
    )
    .argument('<file>', 'one JSON object a line: {id, pql, schema, mergePolicyActiveOnEdge, expected, reasons, …}')
    .action(async (file: string) => {
      const rows = await readRows(file, EligibilityRow);
      report(rows, eligibilityDifferences(rows));
    });
}

/** Prints what differs in the order of the file, then one line about all. */
function report(rows: readonly { readonly id: string }[], different: readonly Difference[], about = ''): void {
  const places = new Map(rows.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: Difference) => places.get(id) ?? rows.length;
  for (const { id, expression, expected, actual } of different.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    printLine(`${id}: ${expression}\n  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`);
  }
  printLine(`${count(rows.length - different.length)} passed, ${count(different.length)} differ${about}`);
  if (different.length > 0)
    throw new CommandError(`${counted(different.length, 'row')} ${different.length === 1 ? 'differs' : 'differ'}.`);
}

function compiled(expression: string, { format, typed }: ExpressionOptions, schema?: QuerySchema) {
  const checkedAgainst = schema ?? (typed ? querySchema() : undefined);
  return compileQuery(expression, { format, ...(checkedAgainst && { schema: checkedAgainst }) });
}

function valid(expression: string, options: ExpressionOptions, schema?: QuerySchema): Ir {
  const { ir, diagnostics } = compiled(expression, options, schema);
  if (ir === undefined) throw new CommandError(diagnosticsText(expression, diagnostics));
  return ir;
}

function diagnosticsText(expression: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ reason, hint, line, column, pointer, ...span }) => {
      const place = pointer === undefined ? `line ${line}, column ${column}` : `at ${pointer}`;
      const shown = pointer === undefined ? `\n${excerpt(expression, span)}` : '';
      return `${reason} (${place})${hint === undefined ? '' : `; ${hint}`}${shown}`;
    })
    .join('\n');
}

function aboutOf(ir: Ir) {
  const facts = factsOf(ir);
  const { streaming, edge, reasons } = eligibility(
    ir,
    { schemaClass: '_xdm.context.profile', mergePolicyActiveOnEdge: true },
    facts,
  );
  return { canonical: print(ir), cost: costOf(ir, facts), eligibility: { streaming, edge, reasons } };
}

function aboutText(ir: Ir): string {
  const { canonical, cost, eligibility: methods } = aboutOf(ir);
  const method = (allowed: boolean, reasons: readonly { readonly code: string; readonly message: string }[]) =>
    allowed ? 'yes' : `no: ${reasons.map(({ code, message }) => `${message} (${code})`).join('; ')}`;
  return [
    canonical,
    `streaming  ${method(methods.streaming, methods.reasons.streaming)}`,
    `edge       ${method(methods.edge, methods.reasons.edge)}`,
    `cost       ${counted(cost.leaves, 'condition')}, ${counted(cost.eventScans, 'event scan')}`,
  ].join('\n');
}
