import { createHash } from 'node:crypto';
import { type IdentityRules, type InstanceIdentities, identitiesOf } from '../identity/identities.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { ByteRange } from '../native/bytes.ts';
import type { Row } from '../source/row.ts';
import type { Check, Tally } from '../validation/check.ts';
import { Rejection } from '../validation/rejection.ts';
import { instantOfDateTime } from '../validation/time.ts';

/** An instance that may be stored. */
export interface AcceptedRow {
  /** The instance as accepted. */
  readonly document: JsonObject;
  /** JSON of the document, as text or as UTF-8. */
  readonly json: string | ByteRange;
  readonly identities: InstanceIdentities;
}

export interface RowRules {
  readonly kind: 'record' | 'event';
  readonly check: Check;
  readonly identities: IdentityRules;
  /** Largest size of the compact JSON, in bytes. */
  readonly maxSize: number;
  /** Latest timestamp of an event, in epoch milliseconds. */
  readonly latest: number;
  /** Whether an event without `_id` gets one from its content (profile-store.md section 5.5). */
  readonly deriveId: boolean;
}

/**
 * Validates one instance: schema, identities, size, and the time of an event (profile-store.md sections 1.3 to 1.6, 2.4, 7).
 * @param source the row of the input, where it is JSON: it is stored as it is when nothing had to be changed.
 * @throws {Rejection}
 */
export function acceptRow(input: JsonObject, source: Row | undefined, rules: RowRules, tally: Tally): AcceptedRow {
  let document = withoutOwnMemberships(asObject(rules.check(input, tally)));
  const identities = identitiesOf(document, rules.identities);
  if (rules.kind === 'event') {
    refuseFuture(document, rules.latest);
    if (!Object.hasOwn(document, '_id')) {
      if (!rules.deriveId) throw new Rejection('REQUIRED', 'the field is required', ['_id']);
      document = { _id: derivedId(document, identities), ...document };
    } else if (document._id === '') throw new Rejection('REQUIRED', 'the field is required', ['_id']);
  }
  const unchanged = source !== undefined && document === input && !source.raw.includes('\\u');
  const json = unchanged ? (source.bytes ?? source.raw) : JSON.stringify(document);
  refuseLarge(document, sizeOf(json), rules);
  return { document, json, identities };
}

/** The size is that of compact JSON; a text that fits with its white space fits without. */
function refuseLarge(document: JsonObject, jsonSize: number, { kind, maxSize }: RowRules): void {
  if (jsonSize <= maxSize) return;
  const size = Buffer.byteLength(JSON.stringify(document));
  if (size > maxSize) throw new Rejection('TOO_LARGE', `the ${kind} has ${size} bytes, at most ${maxSize} are taken`);
}

const sizeOf = (json: string | ByteRange): number =>
  typeof json === 'string' ? Buffer.byteLength(json) : json.end - json.start;

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function refuseFuture(event: JsonObject, latest: number): void {
  const timestamp = event.timestamp;
  if (typeof timestamp !== 'string') throw new Rejection('REQUIRED', 'the field is required', ['timestamp']);
  if (instantOfDateTime(timestamp) > latest)
    throw new Rejection('FUTURE_TIMESTAMP', `${timestamp} is in the future`, ['timestamp']);
}

/** Memberships of the namespace `ups` are written by the engine only (profile-store.md section 1.7). */
function withoutOwnMemberships(document: JsonObject): JsonObject {
  const memberships = document.segmentMembership;
  if (!isObject(memberships)) return document;
  const others = Object.entries(memberships).filter(([namespace]) => namespace.toLowerCase() !== 'ups');
  return { ...document, segmentMembership: Object.fromEntries(others) };
}

/** SHA-256 of primary identity, timestamp, type and content: the same event gets the same id whenever it is imported. */
function derivedId(event: JsonObject, { primary }: InstanceIdentities): string {
  const parts = [primary.namespace.code, primary.id, event.timestamp, event.eventType ?? '', canonical(event)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** JSON with the members of objects in the order of their names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}
