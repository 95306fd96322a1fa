import { compileQuery, type Ir, print, type QuerySchema } from '../../../src/pql/index.ts';
import { type Place, placesOf, replaced, valueAt, without } from './places.ts';

/** An expression and the profile that it is evaluated for. */
export interface Case {
  readonly expression: string;
  readonly profile: unknown;
}

/** Tells of each case whether it still shows what is looked for. */
export type Shows = (cases: readonly Case[]) => Promise<readonly boolean[]>;

/** Cases that are tried at once. */
const AT_ONCE = 200;

/**
 * A smallest case that shows the same: parts of the expression are replaced by smaller ones and parts of the profile
 * taken away, for as long as one of the smaller cases shows it too.
 */
export async function reduce(found: Case, shows: Shows, schema?: QuerySchema): Promise<Case> {
  let current = found;
  for (;;) {
    const smaller =
      (await firstThatShows(smallerExpressions(current, schema), shows)) ??
      (await firstThatShows(smallerProfiles(current), shows));
    if (smaller === undefined) return current;
    current = smaller;
  }
}

async function firstThatShows(cases: readonly Case[], shows: Shows): Promise<Case | undefined> {
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    const some = cases.slice(start, start + AT_ONCE);
    const shown = await shows(some);
    const found = some.find((_, index) => shown[index]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function smallerProfiles({ expression, profile }: Case): readonly Case[] {
  return placesOf(profile)
    .filter((place) => place.length > 0)
    .map((place) => ({ expression, profile: without(profile, place) }));
}

const CONSTANTS = ['true', 'false', '0', '1', '""', '"a"', 'null', 'xEvent', 'now'];

/** Shorter expressions, shortest first, that are valid. */
function smallerExpressions({ expression, profile }: Case, schema?: QuerySchema): readonly Case[] {
  const options = schema === undefined ? {} : { schema };
  const irOf = (text: string): Ir | undefined => compileQuery(text, options).ir;
  const ir = irOf(expression);
  if (ir === undefined) return [];
  const constants = CONSTANTS.map(irOf).filter((constant) => constant !== undefined);
  const texts = new Set(variants(ir, constants).flatMap(printed));
  return [...texts]
    .filter((text) => text.length < expression.length && irOf(text) !== undefined)
    .sort((a, b) => a.length - b.length)
    .map((text) => ({ expression: text, profile }));
}

/** A tree in which one node is replaced by one below it or by a constant, or one element of a list is left out. */
function variants(ir: Ir, constants: readonly Ir[]): readonly unknown[] {
  const places = placesOf(ir).filter((place) => !place.includes('span') && !place.includes('type'));
  const nodes = places.filter((place) => isNode(valueAt(ir, place)));
  return nodes.flatMap((place) => [
    ...constants.map((constant) => replaced(ir, place, constant)),
    ...nodes.filter((other) => isBelow(other, place)).map((other) => replaced(ir, place, valueAt(ir, other))),
    ...places.filter((other) => isElement(other, place)).map((other) => without(ir, other)),
  ]);
}

function isNode(value: unknown): value is Ir {
  return typeof value === 'object' && value !== null && 'kind' in value && 'span' in value;
}

const isBelow = (place: Place, above: Place): boolean =>
  place.length > above.length && above.every((key, index) => place[index] === key);

/** An element of one of the lists of a node: an operand, a declaration, an argument. */
const isElement = (place: Place, node: Place): boolean =>
  place.length === node.length + 2 && isBelow(place, node) && /^\d+$/.test(place.at(-1) ?? '');

/** The text of a tree, if it is one. */
function printed(tree: unknown): readonly string[] {
  try {
    return isNode(tree) ? [print(tree)] : [];
  } catch {
    return [];
  }
}
