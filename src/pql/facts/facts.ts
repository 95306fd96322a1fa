import type { Call, Ir, Span, TimeTest, TimeUnit } from '../ir.ts';
import { childrenOf, timeRefsOf, walk } from '../walk.ts';
import { eventQueries } from './collect-events.ts';
import type { EventQuery } from './event-queries.ts';
import { type Origin, originOf, type VariableSources, variableSources } from './origins.ts';

/** An audience that a query refers to. */
export interface SegmentReference {
  readonly id: string;
  readonly span: Span;
}

/** A read of one entry of the membership map by literal keys. */
export interface MembershipRead {
  readonly namespace: string;
  readonly id: string;
  readonly span: Span;
}

/** A path that a query reads, as far as it can be followed; `*` stands for a wildcard step. */
export type ReadPath = Origin & { readonly span: Span };

/** A distance that moves with now, for the expiry of memberships. */
export interface RelativeWindow {
  readonly amount: number;
  readonly unit: TimeUnit;
}

/** What other parts need to know of a query without reading it (pql.md section 11.6). */
export interface Facts {
  readonly inSegment: readonly SegmentReference[];
  /** True if some `inSegment` has an id that is not a literal. */
  readonly computedSegment: boolean;
  readonly membershipReads: readonly MembershipRead[];
  readonly eventQueries: readonly EventQuery[];
  readonly paths: readonly ReadPath[];
  readonly usesEvents: boolean;
  /** Places of functions that ignore the year. */
  readonly ignoreYear: readonly Span[];
  /** Places of path steps that lead to another class. */
  readonly multiEntity: readonly Span[];
  /** True if the result can change with the time alone; `validUntil` of memberships aside. */
  readonly usesNow: boolean;
  readonly usesMembershipMap: boolean;
  /** Calendar units whose boundaries matter: `today`, `this month`, `= 3 days before now`. */
  readonly calendarUnits: readonly TimeUnit[];
  readonly relativeWindows: readonly RelativeWindow[];
}

const IGNORE_YEAR: ReadonlySet<string> = new Set(
  'getMonth getDayOfMonth currentMonth currentDayOfMonth ignoreYear'.split(' '),
);
const OF_NOW: ReadonlySet<string> = new Set(
  'now today yesterday tomorrow currentMonth currentYear currentDayOfMonth age ageInMonths ageInDays currentTimeInMillis'.split(
    ' ',
  ),
);
const OF_THE_DAY: ReadonlySet<string> = new Set(
  'today yesterday tomorrow currentMonth currentYear currentDayOfMonth age ageInMonths'.split(' '),
);

/** Collects the facts of a query. */
export function factsOf(ir: Ir): Facts {
  const variables = variableSources(ir);
  const inSegment: SegmentReference[] = [];
  const ignoreYear: Span[] = [];
  const multiEntity: Span[] = [];
  const calendarUnits = new Set<TimeUnit>();
  const relativeWindows: RelativeWindow[] = [];
  let usesEvents = false;
  let usesNow = false;
  let computedSegment = false;

  function readCall({ name, args, span }: Call): void {
    if (IGNORE_YEAR.has(name)) ignoreYear.push(span);
    if (OF_NOW.has(name)) usesNow = true;
    if (OF_THE_DAY.has(name)) calendarUnits.add('day');
    if (name !== 'inSegment') return;
    const [id] = args;
    if (id?.kind === 'literal' && typeof id.value === 'string') inSegment.push({ id: id.value, span });
    else computedSegment = true;
  }

  function readTest(test: TimeTest): void {
    for (const reference of timeRefsOf(test)) {
      if (reference.kind === 'offset') relativeWindows.push({ amount: reference.amount, unit: reference.unit });
      if (reference.kind === 'period') calendarUnits.add(reference.unit);
      if (reference.kind === 'today' || reference.kind === 'yesterday' || reference.kind === 'tomorrow') {
        calendarUnits.add('day');
      }
      const relative = reference.kind !== 'offset' && reference.kind !== 'label' && reference.kind !== 'expression';
      if (relative) usesNow = true;
    }
    readDistances(test, calendarUnits, relativeWindows);
  }

  walk(ir, (node) => {
    if (node.kind === 'events') usesEvents = true;
    else if (node.kind === 'call') readCall(node);
    else if (node.kind === 'field' || node.kind === 'wildcard') {
      if (node.entity !== undefined) multiEntity.push(node.span);
    } else if (node.kind === 'occurs') readTest(node.test);
    else if (node.kind === 'chain') {
      for (const { when } of node.elements) if (when !== undefined) readTest(when);
    }
  });

  const paths = readPaths(ir, variables);
  const membershipPaths = paths.filter(isMembershipPath);
  return {
    inSegment,
    computedSegment,
    membershipReads: membershipPaths.flatMap(membershipRead),
    eventQueries: usesEvents ? eventQueries(ir, variables) : [],
    paths,
    usesEvents,
    ignoreYear,
    multiEntity,
    usesNow,
    usesMembershipMap: membershipPaths.length > 0,
    calendarUnits: [...calendarUnits],
    relativeWindows,
  };
}

function readDistances(test: TimeTest, calendarUnits: Set<TimeUnit>, windows: RelativeWindow[]): void {
  if (test.kind === 'and' || test.kind === 'or') {
    for (const operand of test.operands) readDistances(operand, calendarUnits, windows);
  } else if (test.kind === 'not') readDistances(test.operand, calendarUnits, windows);
  else if (test.kind === 'distance') {
    windows.push({ amount: test.amount, unit: test.unit });
    if (test.op === '=' || test.op === '!=') calendarUnits.add(test.unit);
  }
}

/** Paths that are not the beginning of a longer one that is read; one ends where it leads to another class. */
function readPaths(ir: Ir, variables: VariableSources): readonly ReadPath[] {
  const paths: ReadPath[] = [];
  function visit(node: Ir, continued: boolean): void {
    const isStep = node.kind === 'field' || node.kind === 'wildcard' || (node.kind === 'call' && node.name === 'get');
    if (isStep && !continued) {
      const origin = originOf(node, variables);
      if (origin !== undefined) paths.push({ ...origin, span: node.span });
    }
    const ends = (node.kind === 'field' || node.kind === 'wildcard') && node.entity !== undefined;
    for (const [index, child] of childrenOf(node).entries()) visit(child, isStep && !ends && index === 0);
  }
  visit(ir, false);
  return paths;
}

function isMembershipPath(path: ReadPath): boolean {
  return path.class === 'profile' && path.path[0] === 'segmentMembership';
}

function membershipRead({ path, span }: ReadPath): readonly MembershipRead[] {
  const [, namespace, id] = path;
  const literal = namespace !== undefined && id !== undefined && namespace !== '*' && id !== '*';
  return literal ? [{ namespace, id, span }] : [];
}
