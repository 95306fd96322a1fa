import { inferFields } from '../../schema/infer/infer.ts';
import type { ObjectField } from '../../schema/node.ts';
import { TenantFieldRepository } from '../../schema/tenant-field-repository.ts';
import type { TenantField } from '../../schema/tenant-fields.ts';
import { unionSchema } from '../../schema/union.ts';
import type { JsonObject } from '../json.ts';
import type { ImportRun } from './run.ts';
import { sampleDocuments } from './sample.ts';
import type { NamedSource } from './sources.ts';

/** The union schema that rows are checked against; it grows by the fields that the data turns out to hold. */
export class ImportSchema {
  readonly #run: ImportRun;
  readonly #class: TenantField['class'];
  #fields: readonly TenantField[];
  readonly #inferred = new Map<string, TenantField>();

  private constructor(run: ImportRun, fields: readonly TenantField[]) {
    this.#run = run;
    this.#class = run.dataset.behavior === 'record' ? 'profile' : 'event';
    this.#fields = fields;
  }

  /** The schema of the sandbox, with the fields that the first rows of the files hold. */
  static async open(run: ImportRun, sources: readonly NamedSource[]): Promise<ImportSchema> {
    const fields = await new TenantFieldRepository(run.control).list(run.sandboxId);
    const schema = new ImportSchema(run, fields);
    if (schema.infers) await schema.grow(await sampleDocuments(sources, run.options.reshaping));
    return schema;
  }

  get union(): ObjectField {
    return unionSchema(this.#class, this.#fields);
  }

  get infers(): boolean {
    return this.#run.options.infer ?? true;
  }

  /** Fields that were added, as they are now. */
  get inferred(): readonly TenantField[] {
    return [...this.#inferred.values()];
  }

  /** Adds the fields that documents hold and the schema lacks. Returns whether there were any. */
  async grow(documents: Iterable<JsonObject>): Promise<boolean> {
    const { control, sandboxId, options } = this.#run;
    const inference = inferFields(this.#class, documents, this.#fields);
    if (inference.fields.length === 0) return false;
    if (!options.dryRun) await new TenantFieldRepository(control).add(sandboxId, inference.fields);
    for (const field of inference.fields) this.#inferred.set(keyOf(field), field);
    const changed = new Set(inference.fields.map(keyOf));
    this.#fields = [...this.#fields.filter((field) => !changed.has(keyOf(field))), ...inference.fields];
    options.onInferred?.(inference);
    return true;
  }
}

const keyOf = (field: TenantField): string => JSON.stringify([field.class, field.path]);
