/**
 * What any client sends. With `--auth none` every token and key is accepted; the organization is the one that the
 * command line works in.
 */
export const HEADERS = {
  Authorization: 'Bearer demo',
  'x-api-key': 'demo',
  'x-gw-ims-org-id': 'secant@local',
} as const;

/** The members that the demo reads of a segment job. */
export interface SegmentJob {
  readonly id: string;
  readonly status: string;
  readonly errors?: readonly { readonly msg: string }[];
  readonly metrics: {
    readonly totalTime: { readonly totalTimeInMs?: number };
    readonly totalProfiles?: number;
    readonly segmentedProfileCounter?: Readonly<Record<string, number>>;
  };
}

/** A client of the segmentation API of one server. */
export class Api {
  readonly #base: string;

  constructor(url: string) {
    this.#base = `${url.replace(/\/$/, '')}/data/core/ups`;
  }

  /** Creates a segment definition of individual profiles and returns its id. */
  async createAudience(audience: { name: string; description: string; pql: string }): Promise<string> {
    const { id } = await this.#call<{ id: string }>('POST', '/segment/definitions', {
      name: audience.name,
      description: audience.description,
      expression: { type: 'PQL', format: 'pql/text', value: audience.pql },
      schema: { name: '_xdm.context.profile' },
    });
    return id;
  }

  /** Starts a job over all definitions. */
  startJob(): Promise<SegmentJob> {
    return this.#call('POST', '/segment/jobs', {
      schema: { name: '_xdm.context.profile' },
      segments: [{ segmentId: '*' }],
    });
  }

  /** Starts a job over one definition that counts its members and writes nothing. */
  startDryJob(id: string): Promise<SegmentJob> {
    return this.#call('POST', '/segment/jobs?persist=false', [{ segmentId: id }]);
  }

  job(id: string): Promise<SegmentJob> {
    return this.#call('GET', `/segment/jobs/${id}`);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { ...HEADERS, ...(body && { 'Content-Type': 'application/json' }) };
    const response = await fetch(this.#base + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.json() as Promise<T>;
  }
}
