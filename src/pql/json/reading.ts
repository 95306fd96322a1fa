import type { Ast } from '../ast.ts';
import type { Complaint, DiagnosticCode } from '../diagnostics.ts';
import type { Span } from '../ir.ts';
import type { Limits } from '../limits.ts';
import { deepReason } from '../text/cursor.ts';
import { MAX_INTEGER } from '../text/lexer.ts';

/** Ends the reading after the first malformed node. */
export class Malformed extends Error {
  readonly complaint: Complaint;

  constructor(complaint: Complaint) {
    super(complaint.reason);
    this.complaint = complaint;
  }
}

/** A JSON value of the tree with the place where it stands. */
export interface Place {
  readonly value: unknown;
  readonly pointer: string;
  /** Pointer of the node that this is or belongs to: where complaints are placed. */
  readonly node: string;
  /** Names of the variables bound here. */
  readonly names: Names | undefined;
  /** Levels that count as nesting in text, and all levels. */
  readonly nesting: number;
  readonly depth: number;
}

export interface Names {
  readonly name: string;
  readonly outer: Names | undefined;
}

export function spanOf({ pointer }: Place): Span {
  return { start: 0, end: 0, pointer };
}

/** The value under a key or index of a node, on the same level. */
export function part(place: Place, ...path: readonly (string | number)[]): Place {
  let value: unknown = place.value;
  let { pointer } = place;
  for (const key of path) {
    value =
      Array.isArray(value) && typeof key === 'number' ? value[key] : isRecord(value) ? own(value, key) : undefined;
    pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return { ...place, value, pointer };
}

function own(record: Readonly<Record<string, unknown>>, key: string | number): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A place of a child node: one level deeper; `spine` children are written without nesting in text. */
export function deeper(place: Place, spine = false): Place {
  return { ...asNode(place), depth: place.depth + 1, nesting: place.nesting + (spine ? 0 : 1) };
}

/** The place of a node; one that is missing stays a fault of the node around it. */
export function asNode(place: Place): Place {
  return place.value === undefined ? place : { ...place, node: place.pointer };
}

export function withNames(place: Place, names: readonly string[]): Place {
  return { ...place, names: names.reduce<Names | undefined>((outer, name) => ({ name, outer }), place.names) };
}

export function isBound({ names }: Place, name: string): boolean {
  let entry = names;
  while (entry !== undefined && entry.name !== name) entry = entry.outer;
  return entry !== undefined;
}

/** Refuses a value; the complaint names the keys that lead to it from its node. */
export function refuse(place: Place, expected: string): never {
  const keys = place.pointer.slice(place.node.length + 1);
  const what = keys === '' ? expected : `${expected} in ${keys}`;
  return stop(place, 'parse', 'JSON_SHAPE', `mismatched input '${describe(place.value)}' expecting ${what}`);
}

export function stop(place: Place, kind: Complaint['kind'], code: DiagnosticCode, reason: string): never {
  throw new Malformed({ kind, code, reason, span: { start: 0, end: 0, pointer: place.node } });
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'array';
  if (!isRecord(value)) return String(value).slice(0, 40);
  return typeof value.nodeType === 'string' ? value.nodeType.slice(0, 40) : 'object';
}

export function text(place: Place, expected: string): string {
  return typeof place.value === 'string' ? place.value : refuse(place, expected);
}

/** A name that text can hold between backquotes. */
export function name(place: Place): string {
  const value = text(place, 'a name');
  return value === '' || value.includes('`') ? refuse(place, 'a name') : value;
}

export function integer(place: Place, least: number): number {
  const { value } = place;
  return typeof value === 'number' && isInteger(value) && value >= least ? value : refuse(place, 'an integer');
}

/** Whole numbers that are too large for an integer are doubles; the largest integer is read as the double above it. */
export function isInteger(value: number): boolean {
  return Number.isInteger(value) && BigInt(Math.abs(value)) <= MAX_INTEGER + 1n;
}

export function oneOf<T extends string>(place: Place, options: readonly T[]): T {
  return options.find((option) => option === place.value) ?? refuse(place, `one of ${options.join(', ')}`);
}

/** The elements of an array, each at its place. */
export function elements(place: Place, least: number): readonly Place[] {
  const { value } = place;
  if (!Array.isArray(value) || value.length < least) return refuse(place, least > 0 ? 'a non-empty array' : 'an array');
  return value.map((_, index) => part(place, index));
}

/** Counts nodes and watches the limits while a tree is read. */
export class Budget {
  readonly limits: Limits;
  private nodes = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  enter(place: Place): void {
    this.nodes += 1;
    const { nesting, steps, nodes } = this.limits;
    if (place.nesting > nesting) stop(place, 'parse', 'TOO_DEEP', deepReason(nesting));
    if (place.depth > steps) stop(place, 'parse', 'TOO_DEEP', deepReason(steps));
    if (this.nodes > nodes) stop(place, 'parse', 'TOO_MANY_NODES', `expression has too many nodes, limit ${nodes}`);
  }

  items(place: Place, limit: number, what: string): void {
    const { value } = place;
    if (Array.isArray(value) && value.length > limit) {
      stop(place, 'parse', 'TOO_MANY_ITEMS', `${what} has too many elements, limit ${limit}`);
    }
  }
}

/** What the parts of the reader call in each other. */
export interface Reader {
  readonly budget: Budget;
  node(place: Place): Ast;
}
