import type { Expression } from '../../audiences/definition.ts';
import { boundsOf, estimateOf, type SampleCount } from '../../evaluation/index.ts';
import type { PreviewId } from './preview-id.ts';

export const PREVIEW_STATES = ['NEW', 'RUNNING', 'RESULT_READY', 'FAILED'] as const;
/** Of a preview that can be read; a killed one is gone (api-segmentation.md section 5.1). */
export type PreviewState = (typeof PREVIEW_STATES)[number];

export const GRAPH_TYPES = ['none', 'pdg'] as const;
export type GraphType = (typeof GRAPH_TYPES)[number];

/** What is asked. */
export interface PreviewQuestion {
  readonly expression: Expression;
  readonly schemaName: string;
  readonly mergePolicyId: string;
  readonly graphType: GraphType;
}

/** What has been counted so far. */
export interface PreviewCount extends SampleCount {
  /** Profiles in the sample. */
  readonly numRowsToRead: number;
  /** Matched profiles that have an identity of a namespace, in the order of namespace ids. */
  readonly namespaces: readonly { readonly namespaceId: number; readonly profilesMatched: number }[];
  /** When the sample was taken, epoch milliseconds. */
  readonly sampledAt: number;
}

export interface PreviewFailure {
  readonly description: string;
  readonly traceback: string;
}

/** One task that finds members of an audience and estimates its size. */
export interface Preview extends PreviewId {
  readonly sandboxId: string;
  readonly state: PreviewState;
  readonly question: PreviewQuestion;
  /** Absent until a sample is there. */
  readonly count?: PreviewCount;
  readonly failure?: PreviewFailure;
  /** How often a restart of the server interrupted it. */
  readonly interruptions: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** A member that a preview found: opaque ids of its identities, the first of which is the primary one. */
export type PreviewMember = readonly [first: string, ...others: string[]];

const NOTHING: PreviewFailure = { description: '', traceback: '' };

/** The preview as `POST /preview` answers it (section 5.2). */
export function previewStarted(preview: Preview, previewId: string) {
  return {
    state: preview.state,
    previewQueryId: preview.queryId,
    previewQueryStatus: preview.state,
    previewId,
    previewExecutionId: preview.executionId,
  };
}

/** The preview as `GET /estimate/{id}` answers it (section 5.5). */
export function estimateResource(preview: Preview, baseUrl: string) {
  const { appId, count, executionId, failure, queryId, state } = preview;
  const read = count ?? { totalRows: 0, numRowsToRead: 0, profilesRead: 0, profilesMatched: 0, namespaces: [] };
  return {
    ...estimateOf(read),
    numRowsToRead: read.numRowsToRead,
    estimatedNamespaceDistribution: read.namespaces.map(({ namespaceId, profilesMatched }) => ({
      namespaceId: String(namespaceId),
      profilesMatchedSoFar: profilesMatched,
    })),
    state,
    profilesReadSoFar: read.profilesRead,
    error: failure ?? NOTHING,
    profilesMatchedSoFar: read.profilesMatched,
    totalRows: read.totalRows,
    confidenceInterval: '95%',
    _links: { preview: `${baseUrl}/data/core/ups/preview/${appId}/execution/${executionId}?previewQueryId=${queryId}` },
  };
}

/** What people are shown of an estimate beside its size: error margin and time of the sample (evaluation.md section 8). */
export function estimateMargins({ count, state }: Preview) {
  const { lower, upper } = boundsOf(count ?? { totalRows: 0, profilesRead: 0, profilesMatched: 0 });
  return {
    state,
    estimatedSize: count === undefined ? 0 : estimateOf(count).estimatedSize,
    lower: Math.floor(lower),
    upper: Math.ceil(upper),
    ...(count !== undefined && { sampledAt: count.sampledAt }),
  };
}
