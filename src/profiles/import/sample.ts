import type { JsonObject } from '../json.ts';
import { csvRows } from '../source/csv.ts';
import { jsonRows } from '../source/json-rows.ts';
import { type Reshaping, reshaped } from '../source/reshape.ts';
import { Rejection } from '../validation/rejection.ts';
import { readSources, type SourceChunk } from './read-sources.ts';
import type { NamedSource } from './sources.ts';

/** Documents that are looked at before the import begins; what only later ones hold is found when they are met. */
const SAMPLE_ROWS = 20_000;

/** The first documents of each file. */
export async function sampleDocuments(
  sources: readonly NamedSource[],
  reshaping: Reshaping | undefined,
): Promise<readonly JsonObject[]> {
  const documents: JsonObject[] = [];
  const share = Math.ceil(SAMPLE_ROWS / Math.max(1, sources.length));
  for (const source of sources) {
    for await (const chunk of readSources(
      [source],
      () => undefined,
      () => undefined,
    )) {
      documents.push(...documentsOf(chunk, reshaping).take(share));
      break;
    }
  }
  return documents;
}

function* documentsOf({ chunk, format }: SourceChunk, reshaping: Reshaping | undefined): Generator<JsonObject> {
  if (chunk.oversized) return;
  if (format.kind === 'json') {
    for (const { document } of jsonRows(chunk)) {
      if (document === undefined || document instanceof Rejection) continue;
      yield reshaping === undefined ? document : reshaped(document, reshaping);
    }
    return;
  }
  const rows = csvRows(
    chunk,
    format.header,
    format.kind === 'csv' ? ',' : '\t',
    reshaping ?? { renamed: {}, namespaces: [] },
  );
  for (const { document } of rows) {
    if (document !== undefined && !(document instanceof Rejection)) yield typedCells(document);
  }
}

/** A document of text cells as if it had been JSON, so that numbers and flags are inferred as such. */
export function typedCells(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, typedCell(value)]));
}

function typedCell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typedCell);
  if (typeof value === 'object' && value !== null) return typedCells({ ...value });
  if (typeof value !== 'string' || !/^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false|[[{].*)$/s.test(value))
    return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
