import { Argument, Command } from 'commander';
import type { SchemaClass } from '../../schema/catalogue/catalogue.ts';
import type { FieldNode } from '../../schema/node.ts';
import type { TenantFieldRepository } from '../../schema/tenant-field-repository.ts';
import { dotted, type TenantField } from '../../schema/tenant-fields.ts';
import { typeText } from '../../schema/type-text.ts';
import { unionSchema } from '../../schema/union.ts';
import { CommandError } from '../failure.ts';
import { FIELD_TYPES, parseFieldType } from '../field-type.ts';
import { addSettings, configOf } from '../options.ts';
import { count, printJson, printLine } from '../output.ts';
import { formatTable } from '../table.ts';
import { namedSandbox, withSystem } from '../with-system.ts';

const DECLARE = `Declare fields of your own, so that data and PQL can use them.

A field is PATH:TYPE. A path that does not start with a tenant root is put below the setting tenantId.
Types are ${FIELD_TYPES}.

  $ secant schema declare profile favouriteStore:string scores.churn:double --tenant-id _acme
  $ secant schema declare event '_acme.coupons:array of string'`;

interface ShownField {
  readonly path: string;
  readonly type: string;
  readonly origin: 'standard' | TenantField['origin'];
}

/** `secant schema`. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('Show and extend the fields that profiles and events can have.')
    .addCommand(showCommand())
    .addCommand(declareCommand());
}

function showCommand(): Command {
  const command = new Command('show')
    .description(
      'Show the fields of profiles or events: the standard ones, declared ones, and those inferred from data.',
    )
    .addArgument(classArgument())
    .option('--own', 'only fields that are not standard')
    .option('--json', 'print the fields as JSON');
  return addSettings(command, 'dataDir', 'org', 'sandbox').action(
    async (schemaClass: SchemaClass, options: { readonly own?: boolean; readonly json?: boolean }) => {
      const own = await withTenantFields(command, (fields, sandboxId) => fields.list(sandboxId));
      const shown = fieldsOf(schemaClass, own).filter(({ origin }) => !options.own || origin !== 'standard');
      if (options.json) printJson(shown);
      else {
        const columns = [{ title: 'Field' }, { title: 'Type' }, { title: 'Origin' }];
        printLine(
          formatTable(
            columns,
            shown.map(({ path, type, origin }) => [path, type, origin]),
          ),
        );
      }
    },
  );
}

function declareCommand(): Command {
  const command = new Command('declare')
    .description(DECLARE)
    .summary('declare fields of your own')
    .addArgument(classArgument())
    .argument('<field...>', 'fields, each PATH:TYPE')
    .option('--json', 'print what changed as JSON');
  return addSettings(command, 'dataDir', 'org', 'sandbox', 'tenantId').action(
    async (schemaClass: SchemaClass, texts: readonly string[], options: { readonly json?: boolean }) => {
      const { tenantId } = configOf(command);
      const fields = texts.map((text) => parseField(schemaClass, text, tenantId));
      const changed = await withTenantFields(command, (repository, sandboxId) => repository.add(sandboxId, fields));
      const shown = changed.map(({ path, node }) => ({ path: dotted(path), type: typeText(node) }));
      if (options.json) printJson(shown);
      else {
        for (const { path, type } of shown) printLine(`${path}: ${type}`);
        printLine(`${count(shown.length)} of ${count(fields.length)} fields are new or wider.`);
      }
    },
  );
}

const classArgument = (): Argument => new Argument('<class>', 'what has the fields').choices(['profile', 'event']);

/** `a.b:array of string` as a field; below the tenant's root unless it names one. */
function parseField(schemaClass: SchemaClass, text: string, tenantId: string): TenantField {
  const [, name, type] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (name === undefined || type === undefined) throw new CommandError(`'${text}' does not have the form PATH:TYPE.`);
  const path = (name.startsWith('_') ? name : `${tenantId}.${name}`).split('.');
  return { class: schemaClass, path, node: parseFieldType(type.trim()), origin: 'declared' };
}

/** The leaves of a class in the order of the schema. */
function fieldsOf(schemaClass: SchemaClass, own: readonly TenantField[]): readonly ShownField[] {
  const origins = new Map(
    own.filter((field) => field.class === schemaClass).map((field) => [dotted(field.path), field.origin]),
  );
  const leaves = (node: FieldNode, path: readonly string[]): readonly ShownField[] =>
    node.kind === 'object'
      ? Object.entries(node.fields).flatMap(([name, field]) => leaves(field, [...path, name]))
      : [{ path: dotted(path), type: typeText(node), origin: origins.get(dotted(path)) ?? 'standard' }];
  return leaves(unionSchema(schemaClass, own), []);
}

function withTenantFields<T>(
  command: Command,
  work: (fields: TenantFieldRepository, sandboxId: string) => Promise<T>,
): Promise<T> {
  const config = configOf(command);
  return withSystem(config, async ({ sandboxes, tenantFields }) => {
    const { reference } = await namedSandbox(sandboxes, config);
    return work(tenantFields, reference.sandboxId);
  });
}
