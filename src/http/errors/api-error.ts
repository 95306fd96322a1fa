/** The shapes that an error answer can have (api-conventions.md section 5; profile-store.md section 0.2). */
export type Envelope =
  /** A: `{"error_code", "message"}`, only from the checks that a gateway makes. */
  | 'gateway'
  /** B: the normal one. */
  | 'service'
  /** C: problem with a report, only for missing scopes. */
  | 'report'
  /** D: placeholder problem, only for a refused `Content-Type`. */
  | 'placeholder'
  /** B without `type`, `title` and `status`: merge policies. */
  | 'short'
  /** `{"message", "cause", "statusCode"}`: profile access. */
  | 'profile'
  /** B with a `detail`, the entries after the first: external audiences. */
  | 'detailed';

/** One element of `errors[status]`; `code` is an integer or a string as the code catalogue says. */
export interface ErrorEntry {
  readonly code: number | string;
  readonly message: string;
}

export interface ApiErrorContent {
  readonly envelope: Envelope;
  readonly status: number;
  /** The name of the error, e.g. `UPAPI-113000-404`; its suffix may differ from `status`. */
  readonly code: string;
  /** Not empty; the first entry is the general message. */
  readonly entries: readonly [ErrorEntry, ...ErrorEntry[]];
  /** Where it is not the first message. */
  readonly title?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Only for the envelope with a report. */
  readonly tenantInfo?: TenantInfo | undefined;
  /** What went wrong inside, for the log. */
  readonly cause?: unknown;
}

export interface TenantInfo {
  readonly imsOrgId: string;
  readonly sandboxId: string;
  readonly sandboxName: string;
}

/**
 * An answer that is not a success, as HTTP sees it. Checks throw it; what the rules of the product refuse is a
 * `ServiceError`, which becomes one. Anything else that is thrown is a bug and becomes a 500 without its text.
 */
export class ApiError extends Error {
  readonly envelope: Envelope;
  readonly status: number;
  readonly code: string;
  readonly entries: readonly [ErrorEntry, ...ErrorEntry[]];
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tenantInfo: TenantInfo | undefined;

  constructor(content: ApiErrorContent) {
    super(content.entries[0].message, { cause: content.cause });
    this.name = 'ApiError';
    this.envelope = content.envelope;
    this.status = content.status;
    this.code = content.code;
    this.entries = content.entries;
    this.title = content.title ?? this.message;
    this.headers = content.headers ?? {};
    this.tenantInfo = content.tenantInfo;
  }

  /** The same error in another envelope. */
  as(envelope: Envelope): ApiError {
    return new ApiError({ ...this, envelope, cause: this.cause });
  }
}
