export type JsonObject = Readonly<Record<string, unknown>>;

export type LifecycleState = 'draft' | 'published' | 'inactive';

/** What both kinds of audience have (api-audiences.md section 1.3). */
export interface AudienceBase {
  /** Lower-case UUID. */
  readonly id: string;
  /** The client's identifier; equals `id` for Platform audiences. Unique in its namespace. */
  readonly audienceId: string;
  /** Decides the key in `segmentMembership`. */
  readonly namespace: string;
  readonly originName: string;
  readonly name: string;
  readonly description?: string;
  readonly lifecycleState: LifecycleState;
  readonly labels?: readonly string[];
  readonly tags?: readonly string[];
  readonly datasetId?: string;
  /** Kept verbatim; `audienceFolderId` places the audience in a folder. */
  readonly linkedAudienceRef?: JsonObject;
  readonly createdBy: string;
  readonly lastModifiedBy: string;
  /** Epoch microseconds; no two writes of a process have the same, so they order the audiences of one second. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Ids of the audiences that the expression reads, each once, in order of first occurrence. */
  readonly dependencies: readonly string[];
  /** Version tag without quotes; changes with every write (api-conventions.md section 11). */
  readonly etag: string;
  /** Counts of the last evaluation or ingestion; they change without a new version. */
  readonly metrics?: AudienceMetrics;
}

/** Members of an audience as the job or run that counted them left them (api-audiences.md section 2.1.4). */
export interface AudienceMetrics {
  readonly jobId: string;
  readonly type: 'batch_segmentation' | 'export' | 'ingestion';
  readonly totalProfiles: number;
  /** By identity namespace in lower case. */
  readonly totalProfilesByNamespace: Readonly<Record<string, number>>;
  /** By `realized`, `existing` and `exited`. */
  readonly totalProfilesByStatus: Readonly<Record<string, number>>;
  /** Unix seconds. */
  readonly createEpoch: number;
  readonly updateEpoch: number;
}

/** Whole Unix seconds of an instant in microseconds. */
export const epochOf = (instant: number): number => Math.floor(instant / 1_000_000);
