import type { Columnar } from '../../store/columnar/columnar.ts';
import type { JsonObject } from '../json.ts';

/** An experience event as it was accepted. */
export interface ReadEvent {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly document: JsonObject;
  /** Epoch milliseconds. */
  readonly ingestedAt: number;
}

/** Where a page of events begins: after this event in the order that is asked for. */
export interface EventPosition {
  readonly timestamp: number;
  readonly id: string;
}

export interface EventQuery {
  /** Inclusive, epoch milliseconds. */
  readonly from?: number | undefined;
  /** Exclusive, epoch milliseconds. */
  readonly to?: number | undefined;
  readonly after?: EventPosition | undefined;
  readonly descending?: boolean | undefined;
  readonly limit: number;
}

/** Events of a profile in the order of time, then `_id` (profile-store.md sections 3.5.4 and 4.3). */
export async function getEvents(
  columnar: Columnar,
  database: string,
  profileKey: string,
  { from, to, after, descending = false, limit }: EventQuery,
): Promise<readonly ReadEvent[]> {
  const order = descending ? 'DESC' : 'ASC';
  const conditions = [
    'profile_key = {key:UInt64}',
    ...(from === undefined ? [] : ['timestamp >= {from:Int64}']),
    ...(to === undefined ? [] : ['timestamp < {to:Int64}']),
    ...(after === undefined ? [] : [`(timestamp, id) ${descending ? '<' : '>'} ({time:Int64}, {id:String})`]),
  ];
  const rows = await columnar.query<{ id: string; timestamp: string; doc: string; ingested_at: string }>(
    `SELECT id, timestamp, doc, ingested_at FROM events WHERE ${conditions.join(' AND ')}
     ORDER BY timestamp ${order}, id ${order} LIMIT {limit:UInt32}`,
    {
      database,
      params: {
        key: profileKey,
        limit,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(after === undefined ? {} : { time: after.timestamp, id: after.id }),
      },
    },
  );
  return rows.map(({ id, timestamp, doc, ingested_at }) => ({
    id,
    timestamp: Number(timestamp),
    document: JSON.parse(doc),
    ingestedAt: Number(ingested_at),
  }));
}
