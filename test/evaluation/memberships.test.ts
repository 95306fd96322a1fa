import { describe, expect, it } from 'vitest';
import { segmentMembership } from '../../src/evaluation/batch/memberships.ts';
import type { MembershipPlaces } from '../../src/evaluation/index.ts';
import { compile, evaluate, valueToJson } from '../../src/pql/index.ts';
import { irOf } from '../pql/query.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const since = '2026-11-20T12:00:00.000Z';

/** The audience `a-1` of another system, which knows it as `theirs`. */
const places: MembershipPlaces = new Map([['a-1', { key: 'crm', audienceId: 'theirs' }]]);
const ingested = { crm: { theirs: { status: 'realized', lastQualificationTime: since } } };
const stored = [{ audienceId: 'own', status: 'realized', lastQualificationTime: Date.parse(since) }] as const;

function valueOver(expression: string, membership: unknown): unknown {
  const ir = irOf(expression);
  const root = { segmentMembership: membership };
  const value = valueToJson(evaluate(ir, root, { now }));
  expect(valueToJson(compile(ir).evaluate(root, { now }))).toEqual(value);
  return value;
}

describe('memberships as an expression reads them during a run', () => {
  it.each([
    ['inSegment("a-1")', true],
    ['inSegment("theirs")', false],
    ['inSegment("own")', true],
    ['segmentMembership.keys()', ['crm', 'ups']],
    ['segmentMembership.count()', 2],
    ['segmentMembership.*.theirs.status', ['realized']],
    ['segmentMembership.values().countWithNull()', 2],
    ['segmentMembership.map((k, v) => k)', ['crm', 'ups']],
    ['segmentMembership.crm = segmentMembership.get("crm")', true],
  ])('%s is %j with the ids of audiences from their metadata', (expression, value) => {
    expect(valueOver(expression, segmentMembership(ingested, stored, new Map(), now, places))).toEqual(value);
  });

  it.each([
    ['inSegment("theirs")', true],
    ['inSegment("a-1")', false],
    ['inSegment("own")', true],
    ['segmentMembership.keys()', ['crm', 'ups']],
  ])('%s is %j without metadata', (expression, value) => {
    expect(valueOver(expression, segmentMembership(ingested, stored, new Map(), now, undefined))).toEqual(value);
  });

  it.each([places, undefined])('are an empty map where that was ingested', (known) => {
    const empty = segmentMembership({}, [], new Map(), now, known);
    expect(valueOver('segmentMembership = this.segmentMembership.filter((k, v) => false)', empty)).toBe(true);
    expect(valueOver('segmentMembership.isNull()', empty)).toBe(false);
    expect(valueOver('segmentMembership.isNull()', segmentMembership(undefined, [], new Map(), now, known))).toBe(true);
  });
});
