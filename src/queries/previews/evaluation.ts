import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import { withAudienceIds } from '../../audiences/canonical.ts';
import { checkedIr } from '../../audiences/expression.ts';
import {
  type AdHocFound,
  evaluateAdHoc,
  type Heads,
  type LoadProfiles,
  type MembershipPlaces,
} from '../../evaluation/index.ts';
import type { QuerySchema } from '../../pql/index.ts';
import {
  NamespaceDirectory,
  type NamespaceRepository,
  readIdentities,
  readLayout,
  xidOf,
} from '../../profiles/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import type { Sample } from '../samples/repository.ts';
import type { PreviewCount, PreviewMember, PreviewQuestion } from './preview.ts';

export interface PreviewEvaluationDependencies {
  readonly audiences: AudienceRepository;
  readonly columnar: Columnar;
  readonly loadProfiles: LoadProfiles;
  readonly namespaces: NamespaceRepository;
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  readonly heads: (sandboxId: string) => Promise<Heads>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
  /** Members that are kept, at most. */
  readonly maxMembers: number;
}

/** What is known of the sample before any of it is read. */
export function nothingRead({ rows, takenAt, totalRows }: Sample): PreviewCount {
  return {
    totalRows,
    numRowsToRead: rows,
    profilesRead: 0,
    profilesMatched: 0,
    namespaces: [],
    sampledAt: takenAt,
  };
}

/**
 * Evaluates the question of a preview on a sample, portion by portion, at the instant of the sample.
 *
 * @returns what was counted, and the members with the smallest keys, in the order of their opaque ids
 * @throws ServiceError `UPAPI-900105-400` when the expression no longer fits the schema; the reason of `signal`
 */
export async function evaluatePreview(
  question: PreviewQuestion,
  sample: Sample,
  deps: PreviewEvaluationDependencies,
  signal: AbortSignal,
  onCount: (count: PreviewCount) => void,
): Promise<{ readonly count: PreviewCount; readonly members: readonly PreviewMember[] }> {
  const { audiences, columnar, loadProfiles, maxMembers, namespaces, schemaOf } = deps;
  const { database, ranges, sandboxId, takenAt } = sample;
  const directory = new NamespaceDirectory(await namespaces.list(sandboxId));
  const heads = await deps.heads(sandboxId);
  const ir = checkedIr(question.expression, await schemaOf(sandboxId));
  const query = {
    database,
    layout: await readLayout(columnar, database),
    heads,
    places: await deps.places(sandboxId),
    expression: await withAudienceIds(ir, audiences, sandboxId),
    excludeOptOut: true,
    sampleSize: maxMembers,
    ranges,
    now: takenAt,
    signal,
    onFound: (found: AdHocFound) => onCount(countOf(found, sample, directory)),
  };
  const found = await evaluateAdHoc(columnar, query, loadProfiles);
  const identities = await readIdentities(columnar, database, found.sample, { signal });
  const members = identities.map(([primary, ...others]): PreviewMember => {
    const xid = ({ ns, id }: typeof primary) => xidOf(directory.find(ns)?.id ?? -1, id);
    return [xid(primary), ...others.map(xid)];
  });
  return {
    count: countOf(found, sample, directory),
    members: members.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}

function countOf({ byNamespace, members, profiles }: AdHocFound, sample: Sample, directory: NamespaceDirectory) {
  const namespaces = Object.entries(byNamespace).flatMap(([code, profilesMatched]) => {
    const namespace = directory.find(code);
    return namespace === undefined ? [] : [{ namespaceId: namespace.id, profilesMatched }];
  });
  return {
    ...nothingRead(sample),
    profilesRead: profiles,
    profilesMatched: members,
    namespaces: namespaces.toSorted((a, b) => a.namespaceId - b.namespaceId),
  };
}
