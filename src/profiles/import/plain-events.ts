import type { ObjectField } from '../../schema/node.ts';
import { type InstanceIdentities, identitiesOf } from '../identity/identities.ts';
import { isObject } from '../json.ts';
import type { ByteRange } from '../native/bytes.ts';
import type { ScanLeaf } from '../scan/nodes.ts';
import { RowScanner } from '../scan/row-scanner.ts';
import { Rejection } from '../validation/rejection.ts';
import type { RowRules } from './row-processor.ts';

/** An event that may be stored as it stands. */
export interface PlainEvent {
  readonly json: ByteRange;
  readonly identities: InstanceIdentities;
  readonly fields: PlainFields;
}

/** What a plain event holds; valid until the next is read. */
export interface PlainFields {
  readonly leaves: readonly ScanLeaf[];
  /** How many of the leaves belong to the event. */
  readonly count: number;
  readonly id: ScanLeaf;
  readonly timestamp: ScanLeaf;
  readonly eventType: ScanLeaf | undefined;
}

/** Accepts events from their bytes; `acceptRow` is asked about those that are not plain, and says what is wrong with them. */
export class PlainEvents {
  readonly #rules: Omit<RowRules, 'check'>;
  readonly #scanner: RowScanner;
  readonly #id: ScanLeaf;
  readonly #timestamp: ScanLeaf;
  readonly #eventType: ScanLeaf;
  readonly #identityMap: ScanLeaf;
  /** Identities of the identity map that was met last. */
  #known: unknown;
  #identities: InstanceIdentities | undefined;

  constructor(schema: ObjectField, rules: Omit<RowRules, 'check'>) {
    this.#rules = rules;
    this.#scanner = new RowScanner(schema);
    this.#id = this.#scanner.leaf('_id');
    this.#timestamp = this.#scanner.leaf('timestamp');
    this.#eventType = this.#scanner.leaf('eventType');
    this.#identityMap = this.#scanner.leaf('identityMap');
  }

  /** The event of a row of valid UTF-8; undefined where it takes more to know. */
  accept(json: ByteRange): PlainEvent | undefined {
    const { latest, maxSize } = this.#rules;
    const scanner = this.#scanner;
    const [id, timestamp] = [this.#id, this.#timestamp];
    if (json.end - json.start > maxSize || !scanner.scan(json)) return undefined;
    if (!scanner.met(id) || id.start === id.end) return undefined;
    if (!scanner.met(timestamp) || timestamp.number > latest) return undefined;
    const identities = scanner.met(this.#identityMap) ? this.#identitiesOf(this.#identityMap.value) : undefined;
    if (identities === undefined) return undefined;
    const eventType = scanner.met(this.#eventType) ? this.#eventType : undefined;
    return { json, identities, fields: { leaves: scanner.found, count: scanner.count, id, timestamp, eventType } };
  }

  #identitiesOf(identityMap: unknown): InstanceIdentities | undefined {
    if (identityMap === this.#known) return this.#identities;
    this.#known = identityMap;
    this.#identities = undefined;
    try {
      this.#identities = identitiesOf(isObject(identityMap) ? { identityMap } : {}, this.#rules.identities);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
    return this.#identities;
  }
}
