export const FIELD_TYPES = ['string', 'number', 'long', 'integer', 'date', 'datetime', 'boolean'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** A column of the files of an external audience. Exactly one of an audience has `identityNs`. */
export interface ExternalField {
  readonly name: string;
  readonly type: FieldType;
  /** Registered spelling of the identity namespace that the values belong to. */
  readonly identityNs?: string;
  readonly labels?: readonly string[];
}

export const CLOUD_TYPES = ['S3', 'DLZ', 'GCS', 'Azure', 'SFTP'] as const;
export type CloudType = (typeof CLOUD_TYPES)[number];

/** Where the files are. `DLZ` is the landing zone of this system. */
export interface SourceSpec {
  /** Relative to the root of the storage; has no `..`. */
  readonly path: string;
  readonly type: 'file' | 'folder';
  readonly sourceType?: 'Cloud Storage';
  readonly cloudType: CloudType;
  readonly baseConnectionId?: string;
}

/** What a client said when it created an external audience, normalised (api-audiences.md section 4.1). */
export interface ExternalAudienceDetails {
  readonly name: string;
  readonly description?: string;
  readonly customAudienceId?: string;
  readonly fields: readonly ExternalField[];
  readonly sourceSpec: { readonly params: SourceSpec };
  /** 1 to 90. */
  readonly ttlInDays: number;
  readonly audienceType: 'people';
  readonly originName: string;
  readonly namespace: string;
  readonly labels: readonly string[];
  readonly tags: readonly string[];
  /** Whether the dataset keeps every row of a repeated identity instead of the last. */
  readonly expressActivation: boolean;
}

export const CUSTOM_UPLOAD = 'CUSTOM_UPLOAD';
export const DEFAULT_NAMESPACE = 'CustomerAudienceUpload';
export const DAY = 24 * 60 * 60 * 1000;

/** The field whose values find profiles. */
export function identityField(fields: readonly ExternalField[]): ExternalField & { readonly identityNs: string } {
  for (const field of fields) if (field.identityNs !== undefined) return { ...field, identityNs: field.identityNs };
  throw new Error('An external audience has no identity field');
}
