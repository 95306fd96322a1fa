import type { Migration } from '../store/control/control.ts';
import { batchMigrations } from './batches/batch-ledger.ts';
import { datasetMigrations } from './datasets/dataset-repository.ts';
import { namespaceMigrations } from './identity/namespace-repository.ts';
import { mergePolicyMigrations } from './policies/merge-policy-repository.ts';

/** Tables of profiles in the control store. */
export const profileMigrations: readonly Migration[] = [
  ...batchMigrations,
  ...datasetMigrations,
  ...mergePolicyMigrations,
  ...namespaceMigrations,
];

export { type Batch, type BatchLedger, type BatchState, ControlBatchLedger } from './batches/batch-ledger.ts';
export { UNMERGED } from './batches/staging.ts';
export { type Behavior, type Dataset, DatasetRepository } from './datasets/dataset-repository.ts';
export { NamespaceDirectory } from './identity/namespace-directory.ts';
export { NamespaceRepository } from './identity/namespace-repository.ts';
export { type Namespace, STANDARD_NAMESPACES } from './identity/namespaces.ts';
export { xidOf } from './identity/xid.ts';
export { KeyCollisionError } from './import/collisions.ts';
export { type ImportContext, ProfileImporter } from './import/importer.ts';
export type { NewProfiles } from './import/new-profiles.ts';
export type { ImportOptions, ImportProgress, ImportResult, ImportWarnings, Reject } from './import/options.ts';
export { type AttributeMerge, type MergePolicy, MergePolicyRepository } from './policies/merge-policy-repository.ts';
export { countProfiles, countStored, type ProfileCounts, type StoredCounts } from './read/counts.ts';
export { type EntityOptions, getEntity, type ProfileEntity } from './read/entity.ts';
export { type EventQuery, getEvents, type ReadEvent } from './read/events.ts';
export { type FoundProfile, findProfile, type IdentityReference } from './read/find-profile.ts';
export { readIdentities } from './read/identities.ts';
export { type LoadedProfile, loadEntities } from './read/load-entities.ts';
export type { Chunk } from './source/chunk.ts';
export { splitHeader } from './source/csv.ts';
export { SourceError } from './source/error.ts';
export type { NamespaceColumn, Reshaping } from './source/reshape.ts';
export { csvChunks } from './source/source-file.ts';
export { attributeColumns, readLayout } from './tables/attribute-columns.ts';
export { evenKeyRanges, IN_KEY_RANGE, LARGE_SETS } from './tables/key-ranges.ts';
export type { RejectionCode } from './validation/rejection.ts';
