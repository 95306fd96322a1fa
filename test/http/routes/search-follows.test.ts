import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FolderRepository } from '../../../src/audiences/folders/repository.ts';
import { AudienceSearch } from '../../../src/audiences/search/search.ts';
import { type Api, startApi } from '../../kit/api.ts';

const AUDIENCES = '/data/core/ups/audiences';
const EXTERNAL = '/data/core/ais/external-audience';
const FOLDERS = '/unifiedfolders/folders/segment';
const UPLOAD = 'CustomerAudienceUpload';
const QUERIES = ['', 'blue', 'red^2 blu~ OR parentFolderId:root', 'folderLocation:*blue*', 'NOT description:green'];

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Headers = Readonly<Record<string, string>>;

/** One organization and sandbox, with the ids of what was made in it. */
class Tenant {
  readonly headers: Headers;
  readonly sandboxId: string;
  readonly audiences: string[] = [];
  readonly folders: string[] = [];
  readonly #made = new Set<string>();

  private constructor(headers: Headers, sandboxId: string) {
    this.headers = headers;
    this.sandboxId = sandboxId;
  }

  static async open(org: string, sandbox: string): Promise<Tenant> {
    const { sandboxes } = api.system;
    const main = await sandboxes.defaultOf(org);
    const { reference } = sandbox === 'prod' ? main : await sandboxes.create(org, sandbox, 'development');
    return new Tenant({ 'x-gw-ims-org-id': org, 'x-sandbox-name': sandbox }, reference.sandboxId);
  }

  async audience(body: object): Promise<void> {
    const { body: made, status, text } = await api.post(AUDIENCES, body, this.headers);
    expect(status, text).toBe(200);
    this.audiences.push(made.id);
    this.#made.add(made.id).add(made.audienceId);
  }

  /** One whose members come from a file. */
  async external(name: string): Promise<void> {
    const fields = [{ name: 'email', type: 'string', identityNs: 'Email' }];
    const sourceSpec = { params: { path: 'list.csv', type: 'file' } };
    const body = { name, fields, sourceSpec, originName: 'CUSTOM_UPLOAD' };
    const { body: begun, status, text } = await api.post(EXTERNAL, body, this.headers);
    expect(status, text).toBeLessThan(300);
    await api.idle();
    const { body: made } = await api.get(`${EXTERNAL}/operations/${begun.operationId}`, this.headers);
    const { body: audience } = await api.get(`${AUDIENCES}/${made.audienceId}`, this.headers);
    this.audiences.push(audience.id);
    this.#made.add(audience.id).add(audience.audienceId);
  }

  async folder(name: string, parentId: string): Promise<void> {
    const { body, status } = await api.post(FOLDERS, { name, parentId, namespace: UPLOAD }, this.headers);
    if (status !== 200) return;
    this.folders.push(body.id);
    this.#made.add(body.id);
  }

  /** What the service finds is what an index finds that is made now, of what the stores have; nothing is another's. */
  async check(query: string): Promise<void> {
    const { control, search, segmentation } = api.system;
    const fresh = new AudienceSearch({
      repository: { onChanged: () => undefined },
      folders: new FolderRepository(control),
      audiences: (sandboxId) => segmentation.repository.all(sandboxId),
    });
    const namespaces = await search.namespaces(this.sandboxId, query);
    expect(namespaces).toEqual(await fresh.namespaces(this.sandboxId, query));
    for (const namespace of ['AEPSegments', UPLOAD]) {
      const asked = { namespace, query, offset: 0, limit: 50 };
      const page = await search.entities(this.sandboxId, asked);
      expect(page).toEqual(await fresh.entities(this.sandboxId, asked));
      expect(page.entities.filter(({ id }) => !this.#made.has(id))).toEqual([]);
      for (const { id } of page.entities) {
        const path = await search.path(this.sandboxId, namespace, id);
        expect(path).toEqual(await fresh.path(this.sandboxId, namespace, id));
      }
    }
  }
}

/** A change that a tenant makes; `at` picks one of the audiences, `folder` one of the folders. */
type Change = (
  tenant: Tenant,
  pick: { readonly at: number; readonly folder: number; readonly word: string },
) => unknown;

const audienceId = (tenant: Tenant, at: number) =>
  tenant.audiences[at % Math.max(1, tenant.audiences.length)] ?? 'none-such';
const folderId = (tenant: Tenant, at: number) => tenant.folders[at % Math.max(1, tenant.folders.length)] ?? 'root';
/** Sometimes the root. */
const placeId = (tenant: Tenant, at: number) => (at === 0 ? 'root' : folderId(tenant, at));
const patch = (tenant: Tenant, at: number, path: string, value: unknown) =>
  api.patch(`${AUDIENCES}/${audienceId(tenant, at)}`, [{ op: 'add', path, value }], tenant.headers);
let names = 0;
const expression = { type: 'PQL', format: 'pql/text', value: 'homeAddress.city = "Utrecht"' };

const CHANGES: Readonly<Record<string, Change>> = {
  definition: (tenant, { word }) => tenant.audience({ name: `${word} ${++names}`, expression }),
  audience: (tenant, { folder, word }) =>
    tenant.audience({
      name: word,
      audienceId: `list_${++names}`,
      namespace: UPLOAD,
      linkedAudienceRef: { audienceFolderId: placeId(tenant, folder) },
    }),
  external: (tenant, { word }) => tenant.external(`${word} ${++names}`),
  overwrite: async (tenant, { at, word }) => {
    const path = `${AUDIENCES}/${audienceId(tenant, at)}`;
    const { body } = await api.get(path, tenant.headers);
    return api.put(path, { ...body, name: `${word} ${++names}`, description: word }, tenant.headers);
  },
  rename: (tenant, { at, word }) => patch(tenant, at, '/name', `${word} ${++names}`),
  describe: (tenant, { at, word }) => patch(tenant, at, '/description', word),
  'describe as external': (tenant, { at, word }) =>
    api.patch(`${EXTERNAL}/${audienceId(tenant, at)}`, { description: word }, tenant.headers),
  hide: (tenant, { at }) => patch(tenant, at, '/lifecycleState', 'inactive'),
  publish: (tenant, { at }) => patch(tenant, at, '/lifecycleState', 'published'),
  move: (tenant, { at, folder }) =>
    patch(tenant, at, '/linkedAudienceRef', { audienceFolderId: placeId(tenant, folder) }),
  delete: (tenant, { at }) => api.delete(`${AUDIENCES}/${audienceId(tenant, at)}`, tenant.headers),
  folder: (tenant, { folder, word }) => tenant.folder(`${word} ${++names}`, placeId(tenant, folder)),
  'rename folder': (tenant, { folder, word }) =>
    api.patch(
      `${FOLDERS}/${folderId(tenant, folder)}`,
      [{ op: 'replace', path: '/name', value: `${word} ${++names}` }],
      tenant.headers,
    ),
  'delete folder': (tenant, { folder }) => api.delete(`${FOLDERS}/${folderId(tenant, folder)}`, tenant.headers),
};

it('follows every change at once, and shows, counts and scores nothing of other tenants', async () => {
  let organizations = 0;
  const steps = fc.array(
    fc.record({
      change: fc.constantFrom(...Object.keys(CHANGES)),
      tenant: fc.nat(2),
      at: fc.nat(5),
      folder: fc.nat(4),
      word: fc.constantFrom('blue', 'Red blue', 'green', 'blue blue list', 'reed'),
      query: fc.constantFrom(...QUERIES),
    }),
    { minLength: 20, maxLength: 40, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const [org, other] = [`FOLLOWS${++organizations}@AdobeOrg`, `OTHERS${organizations}@AdobeOrg`];
      const tenants = await Promise.all([Tenant.open(org, 'prod'), Tenant.open(other, 'prod')]);
      tenants.push(await Tenant.open(org, 'elsewhere'));
      for (const one of tenants) {
        await one.audience({ name: `blue ${++names}`, expression });
        await one.external(`blue ${++names}`);
        await one.folder('blue', 'root');
      }
      for (const { change, query, tenant, ...pick } of all) {
        const one = tenants[tenant];
        if (one === undefined) throw new Error(`there is no tenant ${tenant}`);
        await CHANGES[change]?.(one, pick);
        await one.check(query);
      }
      for (const one of tenants) for (const query of QUERIES) await one.check(query);
    }),
    { numRuns: 12 },
  );
}, 60_000);
