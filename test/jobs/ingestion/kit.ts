import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Api, startApi } from '../../kit/api.ts';

export const EXTERNAL = '/data/core/ais/external-audience';
const ENTITIES = '/data/core/ups/access/entities?schema.name=_xdm.context.profile';

const LIST = {
  name: 'Spring list',
  fields: [
    { name: 'email', type: 'string', identityNs: 'email' },
    { name: 'score', type: 'integer' },
  ],
  sourceSpec: { params: { path: 'list.csv', type: 'file' } },
  originName: 'CUSTOM_UPLOAD',
} as const;

/** A creation that names the file `list.csv` with the columns `email` and `score`. */
export const creation = (extra: Record<string, unknown> = {}) => ({ ...LIST, ...extra });

type Memberships = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The whole product, with what tests of external audiences do again and again. */
export async function startExternal(config: Parameters<typeof startApi>[0] = {}) {
  const api: Api = await startApi(config);
  const { reference } = await api.system.sandboxes.defaultOf(api.imsOrgId);
  const landing = join(api.system.directory.landingZonePath, reference.sandboxId);

  /** Writes a file whose time of change is `modified`, Unix seconds. */
  async function drop(path: string, content: string | Uint8Array, modified = 1_700_000_000) {
    const place = join(landing, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
    await utimes(place, modified, modified);
  }

  async function create(extra: Record<string, unknown> = {}): Promise<string> {
    const { body, status } = await api.post(`${EXTERNAL}/`, creation(extra));
    if (status !== 202) throw new Error(JSON.stringify(body));
    await api.idle();
    const operation = await api.get(`${EXTERNAL}/operations/${body.operationId}`);
    if (operation.body.status !== 'SUCCESS') throw new Error(operation.text);
    return operation.body.audienceId;
  }

  /** Runs to the end. */
  async function run(id: string, extra: Record<string, unknown> = {}) {
    const started = await api.post(`${EXTERNAL}/${id}/runs`, { dataFilterStartTime: 0, ...extra });
    if (started.status !== 200) throw new Error(started.text);
    await api.idle();
    return (await api.get(`${EXTERNAL}/${id}/runs/${started.body.runId}`)).body;
  }

  /** `segmentMembership` of the profile with an e-mail address; undefined when there is no such profile. */
  async function membership(email: string): Promise<Memberships | undefined> {
    const { body, status } = await api.get(`${ENTITIES}&entityIdNS=Email&entityId=${encodeURIComponent(email)}`);
    if (status === 404) return undefined;
    const [found] = Object.values<{ entity: { segmentMembership?: Memberships } }>(body);
    return found?.entity.segmentMembership ?? {};
  }

  return {
    api,
    landing,
    sandboxId: reference.sandboxId,
    drop,
    remove: (path: string) => rm(join(landing, path), { recursive: true }),
    create,
    run,
    membership,
  };
}
