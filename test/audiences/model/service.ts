import { AudienceRepository } from '../../../src/audiences/audience-repository.ts';
import { Audiences } from '../../../src/audiences/audiences.ts';
import { AudienceCatalogue } from '../../../src/audiences/catalogue.ts';
import { Definitions } from '../../../src/audiences/definitions.ts';
import { audienceMigrations } from '../../../src/audiences/migrations.ts';
import { DefinitionRepository } from '../../../src/audiences/repository.ts';
import { Versions } from '../../../src/audiences/version.ts';
import { AudienceWriter } from '../../../src/audiences/writer.ts';
import { registerAudiences } from '../../../src/http/routes/audiences.ts';
import { registerSegmentDefinitions } from '../../../src/http/routes/segment-definitions.ts';
import { DatasetRepository, MergePolicyRepository, profileMigrations } from '../../../src/profiles/index.ts';
import { querySchema } from '../../../src/schema/union.ts';
import { openControl } from '../../../src/store/control/control.ts';
import { type CallOptions, startServer } from '../../http/kit.ts';
import type { Body, Edit, Operation, Reference, Version } from './operations.ts';

export const AUDIENCES = '/data/core/ups/audiences';
export const DEFINITIONS = '/data/core/ups/segment/definitions';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';

/** Audiences over HTTP with a store of their own, and nothing that evaluates them. */
export async function startAudiences() {
  const control = openControl(':memory:');
  await control.migrate([...profileMigrations, ...audienceMigrations]);
  const now = Date.now;
  const repository = new AudienceRepository(control);
  const policies = new MergePolicyRepository(control, now);
  const datasets = new DatasetRepository(control, now);
  const dependencies = {
    repository,
    catalogue: new AudienceCatalogue(repository),
    writer: new AudienceWriter(repository, new Versions(now)),
    definitions: new DefinitionRepository(control),
    schemaOf: async () => querySchema(),
    mergePolicy: ({ sandbox }: { sandbox: { sandboxId: string } }, _class: string, id: string | undefined) =>
      id === undefined ? policies.default(sandbox.sandboxId) : policies.get(sandbox.sandboxId, id),
    strictEvaluation: false,
    datasetExists: async (sandboxId: string, id: string) => (await datasets.get(sandboxId, id)) !== undefined,
  };
  const server = await startServer({}, async (app) => {
    registerAudiences(app, new Audiences(dependencies));
    registerSegmentDefinitions(app, new Definitions(dependencies));
  });
  let organizations = 0;
  return {
    /** A sandbox without audiences. */
    newSandbox: () => new Sandbox(server, `MODEL${++organizations}@AdobeOrg`),
    async close() {
      await server[Symbol.asyncDispose]();
      await control.close();
    },
  };
}

/** What an answer to a request of the model shows of an audience. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly lifecycleState: string;
  readonly namespace: string;
  readonly audienceId: string;
  readonly type: string;
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  readonly updateTime: number;
  readonly _etag: string;
}

/** Of the bodies of answers, what the model looks at. */
interface Answered {
  readonly type?: string;
  readonly id?: string;
  readonly _etag?: string;
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** One sandbox, with the ids of the audiences that were made in it. */
export class Sandbox {
  /** By slot. */
  readonly ids: string[] = [];
  readonly #server: Server;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(server: Server, organization: string) {
    this.#server = server;
    this.#headers = { 'x-gw-ims-org-id': organization };
  }

  /** @returns the code of the refusal, or `done`, with what was answered */
  async apply(operation: Operation, etag: (slot: number) => string | undefined) {
    const answer = await this.#send(operation, etag);
    const body: Answered = JSON.parse(answer.text || '{}');
    if (answer.status >= 300) return { verdict: body.type?.split('/').at(-1) };
    const isNew = operation.kind === 'create' || operation.kind === 'define';
    if (isNew && body.id !== undefined) this.ids.push(body.id);
    return { verdict: 'done', etag: answer.headers.get('etag') ?? undefined, body };
  }

  #send(operation: Operation, etag: (slot: number) => string | undefined) {
    const versioned = ({ slot, version }: { slot: number; version: Version }) => {
      const tags = { none: undefined, any: '*', other: '"0a00b1c2-0000-0200-0000-695599000000"', present: etag(slot) };
      return tags[version] === undefined ? {} : { 'if-match': tags[version] };
    };
    switch (operation.kind) {
      case 'create':
        return this.call(AUDIENCES, { method: 'POST', body: this.#body(operation.body) });
      case 'define':
        return this.call(DEFINITIONS, { method: 'POST', body: this.#definition(operation) });
      case 'put': {
        const body = this.#body(operation.body);
        return this.call(this.#path(operation.slot), { method: 'PUT', body, headers: versioned(operation) });
      }
      case 'patch': {
        const body = operation.edits.map((edit) => this.#edit(edit));
        return this.call(this.#path(operation.slot), { method: 'PATCH', body, headers: versioned(operation) });
      }
      case 'redefine': {
        const path = this.#path(operation.slot, DEFINITIONS);
        return this.call(path, { method: 'PATCH', body: this.#definition(operation), headers: versioned(operation) });
      }
      case 'delete': {
        const path = this.#path(operation.slot, operation.view === 'audiences' ? AUDIENCES : DEFINITIONS);
        return this.call(path, { method: 'DELETE', headers: versioned(operation) });
      }
    }
  }

  /** Audiences that a list answers. */
  async list(query: string): Promise<readonly Resource[]> {
    const { text } = await this.call(`${AUDIENCES}?limit=1000&${query}`);
    const page: { readonly children: readonly Resource[] } = JSON.parse(text);
    return page.children;
  }

  call(path: string, { headers, ...options }: CallOptions = {}) {
    return this.#server.call(path, { ...options, headers: { ...this.#headers, ...headers } });
  }

  #path(slot: number, collection = AUDIENCES): string {
    return `${collection}/${this.#id(slot)}`;
  }

  #id(slot: number): string {
    return this.ids[slot] ?? UNKNOWN;
  }

  #body({ uses, ...rest }: Body) {
    return { ...rest, ...(uses && { expression: { value: this.text(uses) } }) };
  }

  #definition({ name, uses }: { readonly name: string; readonly uses: readonly Reference[] }) {
    return { name, expression: { value: this.text(uses) }, schema: { name: '_xdm.context.profile' } };
  }

  #edit(edit: Edit) {
    if ('test' in edit) return { op: 'test', path: `/${edit.test}`, value: edit.is };
    if ('remove' in edit) return { op: 'remove', path: `/${edit.remove}` };
    if (edit.set === 'uses') return { op: 'add', path: '/expression/value', value: this.text(edit.to) };
    return { op: 'replace', path: `/${edit.set}`, value: edit.to };
  }

  /** An expression with these references. */
  text(uses: readonly Reference[]): string {
    const conditions = uses.map((reference) => this.#condition(reference));
    return ['homeAddress.city = "Utrecht"', ...conditions].join(' or ');
  }

  #condition(reference: Reference): string {
    const read = (key: string, id: string) => `segmentMembership.get("${key}").get("${id}").status = "realized"`;
    switch (reference.by) {
      case 'id':
        return `inSegment("${this.#id(reference.slot)}")`;
      case 'ID':
        return `inSegment("${this.#id(reference.slot).toUpperCase()}")`;
      case 'ups':
        return read('ups', this.#id(reference.slot));
      case 'audienceId':
        return `inSegment("${reference.audienceId}")`;
      case 'place':
        return read(reference.namespace, reference.audienceId);
    }
  }
}
