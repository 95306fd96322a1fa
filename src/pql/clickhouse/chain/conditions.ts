import { mayBeAbsent } from '../../check/chain.ts';
import { neededEvents } from '../../interpreter/chain.ts';
import type { Chain, ChainElement, Ir, TimeRef, TimeTest } from '../../ir.ts';
import { type Read, readsOf, readsOfTest } from '../reads.ts';
import { refuse } from '../refusal.ts';

/**
 * What an element of a chain demands (pql.md section 9.2), taken apart by what it reads: the event alone, the time of an
 * earlier label, or the equality of a field with that of an earlier label.
 */
export interface Conditions {
  readonly element: ChainElement;
  readonly own: readonly (Ir | TimeTest)[];
  readonly windows: readonly Window[];
  readonly keys: readonly Key[];
}

/**
 * A test of the time of the event against that of a label. One that is `near` and holds for an event of the label holds
 * for every later one; one that is not holds for every earlier one.
 */
export interface Window {
  readonly label: number;
  readonly near: boolean;
  readonly test: TimeTest;
}

/** The field at the path `mine` of the event equals that at `theirs` of the event of the label. */
export interface Key {
  readonly label: number;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** An element that gets events, and those that count events between the previous one and it (rules 1 and 3). */
export interface Step {
  readonly assigned: Conditions;
  readonly needed: number;
  readonly counting: readonly Conditions[];
}

/** The elements of a chain in order; `ending` count the events after the last step. */
export function stepsOf(chain: Chain): { readonly steps: readonly Step[]; readonly ending: readonly Conditions[] } {
  const labels = new Set(chain.elements.map(({ labelId }) => labelId));
  const steps: Step[] = [];
  let counting: Conditions[] = [];
  for (const element of chain.elements) {
    const conditions = conditionsOf(element, labels, chain);
    const needed = neededEvents(element);
    if (mayBeAbsent(element)) counting.push(conditions);
    else if (needed > 0) {
      steps.push({ assigned: conditions, needed, counting });
      counting = [];
    }
  }
  return { steps, ending: counting };
}

function conditionsOf(element: ChainElement, labels: ReadonlySet<number>, at: Chain): Conditions {
  const own: (Ir | TimeTest)[] = [];
  const windows: Window[] = [];
  const keys: Key[] = [];
  for (const part of [element.what, element.where].flatMap(conjuncts)) {
    if (isFree(readsOf(part), labels)) own.push(part);
    else keys.push(keyOf(part, element, labels));
  }
  for (const test of element.when === undefined ? [] : tests(element.when)) {
    if (isFree(readsOfTest(test), labels)) own.push(test);
    else windows.push(...windowOf(test, at));
  }
  return { element, own, windows, keys };
}

/** The conditions that must all hold for one to hold. */
export function conjuncts(ir: Ir | undefined): readonly Ir[] {
  if (ir === undefined) return [];
  return ir.kind === 'and' ? ir.operands.flatMap(conjuncts) : [ir];
}

function tests(test: TimeTest): readonly TimeTest[] {
  return test.kind === 'and' ? test.operands.flatMap(tests) : [test];
}

function isFree(reads: ReadonlySet<Read>, labels: ReadonlySet<number>): boolean {
  return [...labels].every((label) => !reads.has(label));
}

/** An equality of a field of the event and one of a label. */
function keyOf(ir: Ir, { item }: ChainElement, labels: ReadonlySet<number>): Key {
  const equality = ir.kind === 'call' && (ir.name === '=' || ir.name === 'equals') && ir.args.length === 2;
  const paths = equality ? ir.args.map(pathOf) : [];
  const mine = paths.find((path) => path?.variable === item.id);
  const theirs = paths.find((path) => path !== undefined && labels.has(path.variable));
  if (mine === undefined || theirs === undefined)
    return refuse('a condition on an earlier event of a chain that is no equality of fields', ir);
  return { label: theirs.variable, mine: mine.steps, theirs: theirs.steps };
}

interface Path {
  readonly variable: number;
  readonly steps: readonly string[];
}

function pathOf(ir: Ir): Path | undefined {
  if (ir.kind === 'variable') return { variable: ir.id, steps: [] };
  if (ir.kind !== 'field' || ir.entity !== undefined) return undefined;
  const object = pathOf(ir.object);
  return object && { ...object, steps: [...object.steps, ir.name] };
}

/** Every event is later than those of earlier labels: half of most tests is known to hold. */
function windowOf(test: TimeTest, at: Chain): readonly Window[] {
  const known = sense(test);
  if (known === undefined)
    return refuse('a test against the time of a label other than a least or greatest distance', at);
  return known === 'always' ? [] : [{ ...known, test }];
}

type Sense = Pick<Window, 'label' | 'near'>;

function sense(test: TimeTest): Sense | 'always' | undefined {
  switch (test.kind) {
    case 'distance': {
      const { reference, direction, op } = test;
      if (reference.kind !== 'label' || direction === 'before' || op === '=' || op === '!=') return undefined;
      return { label: reference.id, near: op === '<' || op === '<=' };
    }
    case 'relation': {
      const label = labelBefore(test.reference);
      if (label === undefined) return undefined;
      if (test.reference.kind === 'label') return test.direction === 'before' ? undefined : 'always';
      return { label, near: test.direction === 'before' };
    }
    case 'not': {
      const inner = sense(test.operand);
      return inner === undefined || inner === 'always' ? undefined : { ...inner, near: !inner.near };
    }
    default:
      return undefined;
  }
}

/** The label of a reference that is a label or lies so much after it. */
function labelBefore(reference: TimeRef): number | undefined {
  if (reference.kind === 'label') return reference.id;
  return reference.kind === 'offset' && reference.direction === 'after' ? labelBefore(reference.reference) : undefined;
}
