import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Api, startApi } from '../../kit/api.ts';
import { type Answer, call, ORG } from '../kit.ts';
import { ApiDocument, type Operation } from './document.ts';
import type { Call } from './step.ts';

export const UPS = '/data/core/ups';
export const PROFILE_SCHEMA = { name: '_xdm.context.profile' };
export const UNION_SCHEMA = 'https://ns.adobe.com/xdm/context/profile__union';
/** In the names of everything that the first tenant has, and in its profiles. */
export const MARK = 'hushville';

const EXTERNAL = '/data/core/ais/external-audience';
/** The file of external audiences. */
const LIST = 'list.csv';
const OTHER_ORG = 'FEDCBA9876543210FEDCBA98@AdobeOrg';
const OTHER_SANDBOX = 'elsewhere';
const PERMISSIONS = ['segments:read', 'segments:write', 'segments:evaluate', 'segments:export'] as const;

/** Headers that make a request one of another tenant. */
export const OTHER_TENANTS = {
  'another organization': { 'x-gw-ims-org-id': OTHER_ORG },
  'another sandbox': { 'x-sandbox-name': OTHER_SANDBOX },
} as const;

const clientWith = (name: string) => ({ authorization: `Bearer ${name}`, 'x-api-key': name });
/** Headers of a caller that has every permission but one. */
export const without = (permission: string) => clientWith(`without-${permission}`);
/** Headers of a caller that has one permission only. */
export const onlyWith = (permission: string) => clientWith(`only-${permission}`);

/** A server with the resources of one tenant, a second organization and a second sandbox, and callers with fewer rights. */
export class World implements AsyncDisposable {
  readonly api: Api;
  readonly document: ApiDocument;
  /** Ids of what the first tenant has. */
  readonly secrets = new Set<string>([MARK]);
  #made = 0;

  private constructor(api: Api, document: ApiDocument) {
    this.api = api;
    this.document = document;
  }

  static async open(): Promise<World> {
    const tokens = PERMISSIONS.flatMap((permission) => [
      { name: `without-${permission}`, permissions: PERMISSIONS.filter((other) => other !== permission) },
      { name: `only-${permission}`, permissions: [permission] },
    ]);
    const api = await startApi({
      authMode: 'static',
      staticTokens: [
        { token: 'token', clientId: 'client', orgs: [ORG, OTHER_ORG] },
        ...tokens.map(({ name, permissions }) => ({
          token: name,
          clientId: name,
          orgs: [ORG, OTHER_ORG],
          permissions,
        })),
      ],
      maxQueuedJobs: 10_000,
      maxQueuedExports: 10_000,
      maxRunningPreviews: 10_000,
      maxIngestionRuns: 10_000,
    });
    await api.system.sandboxes.create(ORG, OTHER_SANDBOX, 'development');
    await api.importProfiles(
      Array.from({ length: 20 }, (_, no) => ({
        identityMap: { CRMID: [{ id: `${MARK}-${no}`, primary: true }] },
        homeAddress: { city: no % 2 === 0 ? MARK : 'Utrecht' },
      })),
    );
    const { reference } = await api.system.sandboxes.defaultOf(ORG);
    const landing = join(api.system.directory.landingZonePath, reference.sandboxId);
    await mkdir(landing, { recursive: true });
    await writeFile(join(landing, LIST), `email,score\n1@${MARK}.example,5\n2@${MARK}.example,7\n`);
    const longAgo = new Date('2026-01-01T00:00:00Z');
    await utimes(join(landing, LIST), longAgo, longAgo);
    const { body } = await api.get('/openapi.json');
    return new World(api, new ApiDocument(body));
  }

  /** Sends a request to an operation. */
  send(
    { method, path }: Pick<Operation, 'method' | 'path'>,
    { body, headers, params = {}, query = {} }: Call,
  ): Promise<Answer> {
    const pairs = Object.entries(query).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, String(value)]),
    );
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return call(`${this.api.url}${url}${search}`, { method, body, headers: { ...type, ...headers } });
  }

  /** A name that nothing has yet. */
  name(what: string): string {
    this.#made += 1;
    return `${what} ${this.#made} of ${MARK}`;
  }

  /** Resources of the first tenant, made through the API. */
  async definition(changes: Record<string, unknown> = {}): Promise<string> {
    const body = { ...this.definitionBody(), ...changes };
    return this.#keep((await this.#make(`${UPS}/segment/definitions`, body)).id);
  }

  definitionBody() {
    return {
      name: this.name('Definition'),
      description: `People of ${MARK}`,
      expression: { type: 'PQL', format: 'pql/text', value: `homeAddress.city = "${MARK}"` },
      schema: PROFILE_SCHEMA,
    };
  }

  async audience(): Promise<string> {
    return this.#keep((await this.#make(`${UPS}/audiences`, this.definitionBody())).id);
  }

  async folder(): Promise<string> {
    return this.#keep((await this.#make('/unifiedfolders/folders/segment', { name: this.name('Folder') })).id);
  }

  /** An external audience without members. */
  async externalAudience() {
    const { operationId } = await this.#make(EXTERNAL, this.externalBody());
    await this.api.idle();
    const { body } = await this.api.get(`${EXTERNAL}/operations/${operationId}`);
    return { id: this.#keep(String(body.audienceId)), operationId: this.#keep(String(operationId)) };
  }

  /** An external audience with a run that has ended. */
  async ingestion() {
    const { id } = await this.externalAudience();
    const { runId } = await this.#make(`${EXTERNAL}/${id}/runs`, { dataFilterStartTime: 0 });
    await this.api.idle();
    return { id, run: this.#keep(String(runId)) };
  }

  externalBody() {
    return {
      name: this.name('List'),
      fields: [
        { name: 'email', type: 'string', identityNs: 'Email' },
        { name: 'score', type: 'integer' },
      ],
      sourceSpec: { params: { path: LIST, type: 'file' } },
      originName: 'CUSTOM_UPLOAD',
    };
  }

  metadataBody() {
    const name = this.name('Metadata');
    return {
      name,
      audienceId: name.replaceAll(' ', '_'),
      namespace: 'CustomerAudienceUpload',
      originName: 'CUSTOM_UPLOAD',
    };
  }

  async segmentJob(): Promise<string> {
    const job = await this.#make(`${UPS}/segment/jobs`, [{ segmentId: await this.definition() }]);
    await this.api.idle();
    return this.#keep(job.id);
  }

  async dataset(): Promise<string> {
    const [reference] = await this.#make('/data/foundation/catalog/dataSets', this.datasetBody());
    return this.#keep(String(reference).slice('@/dataSets/'.length));
  }

  datasetBody() {
    return { name: this.name('Dataset'), schemaRef: { id: UNION_SCHEMA } };
  }

  async exportBody() {
    return {
      destination: { datasetId: await this.dataset() },
      schema: PROFILE_SCHEMA,
      fields: 'identityMap,homeAddress.city',
      filter: { segments: [{ segmentId: await this.definition() }] },
    };
  }

  async exportJob(): Promise<string> {
    const { id } = await this.#make(`${UPS}/export/jobs`, await this.exportBody());
    await this.api.idle();
    return String(id);
  }

  async schedule(): Promise<string> {
    return this.#keep((await this.#make(`${UPS}/config/schedules`, await this.scheduleBody())).id);
  }

  async scheduleBody() {
    return {
      name: this.name('Schedule'),
      type: 'batch_segmentation',
      properties: { segments: [await this.definition()] },
      schedule: '0 0 5 * * ?',
      state: 'inactive',
    };
  }

  /** A preview that has its result. */
  async preview(): Promise<string> {
    const { previewId } = await this.#make(`${UPS}/preview`, this.previewBody());
    await this.api.system.estimation.runner.idle();
    return this.#keep(previewId);
  }

  previewBody() {
    return { predicateExpression: `homeAddress.city = "${MARK}"`, predicateType: 'pql/text', graphType: 'none' };
  }

  async mergePolicy(): Promise<string> {
    const { body } = await this.api.get(`${UPS}/config/mergePolicies?default=true`);
    return this.#keep(body.children[0].id);
  }

  /** Remembers what other tenants must not see. */
  #keep(id: string): string {
    this.secrets.add(id);
    return id;
  }

  async #make(path: string, body: unknown) {
    const answer = await this.api.post(path, body);
    if (answer.status >= 300) throw new Error(`POST ${path} answers ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.close();
  }
}
