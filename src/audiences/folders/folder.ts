import type { Audience } from '../audience.ts';
import { isPlatform, PLATFORM_NAMESPACE } from '../audience.ts';
import type { JsonObject } from '../audience-base.ts';

/** The folder that all others are below; it is not stored. */
export const ROOT = 'root';

export const DEFAULT_NAMESPACE = PLATFORM_NAMESPACE;

/** A place for audiences (api-search.md section 3.2). */
export interface Folder {
  readonly id: string;
  readonly name: string;
  /** A folder, or {@link ROOT}. */
  readonly parentId: string;
  /** Where the folder is listed; audiences of any namespace may be in it. */
  readonly namespace: string;
  readonly status: 'IN_USE' | 'ARCHIVED';
  readonly createdBy: string;
  readonly modifiedBy: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** Where an audience says that it is (section 3.1); nobody checks that there is such a folder. */
export function placementOf(audience: Audience): string {
  const meta = isPlatform(audience) ? undefined : audience.audienceMeta;
  return textOf(audience.linkedAudienceRef, 'audienceFolderId') ?? textOf(meta, 'AAMFolderId') ?? ROOT;
}

function textOf(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
