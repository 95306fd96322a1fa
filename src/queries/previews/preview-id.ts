import { randomUUID } from 'node:crypto';

/** The parts of a preview id (api-segmentation.md section 5.1). */
export interface PreviewId {
  /** `app-{UUID}`: the process that took the request. */
  readonly appId: string;
  readonly queryId: string;
  readonly executionId: number;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const PARTS = new RegExp(`^0:(app-${UUID}):(${UUID}):(\\d{1,9})$`, 'i');
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The name of a process for the previews that it starts. */
export const newAppId = (): string => `app-${randomUUID()}`;

/** The opaque text that clients see. */
export function encodePreviewId({ appId, queryId, executionId }: PreviewId): string {
  return Buffer.from(`0:${appId}:${queryId}:${executionId}`).toString('base64url');
}

/** Takes both alphabets of base64, padded or not; undefined for anything that is no id. */
export function decodePreviewId(text: string): PreviewId | undefined {
  return BASE64.test(text) ? parse(Buffer.from(text, 'base64').toString('latin1')) : undefined;
}

/** An id by its parts as a client writes them; undefined when they are none. */
export function previewIdOf(appId: string, queryId: string, executionId: string): PreviewId | undefined {
  return parse(`0:${appId}:${queryId}:${executionId}`);
}

function parse(text: string): PreviewId | undefined {
  const [, appId, queryId, executionId] = PARTS.exec(text) ?? [];
  if (appId === undefined || queryId === undefined || executionId === undefined) return undefined;
  return { appId: appId.toLowerCase(), queryId: queryId.toLowerCase(), executionId: Number(executionId) };
}
