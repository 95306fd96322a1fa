import { AGGREGATES } from './aggregates.ts';
import { DATES } from './dates.ts';
import type { FunctionDeclaration, FunctionGroup } from './declaration.ts';
import { EXTENSION_DATES } from './extension-dates.ts';
import { EXTENSION_NUMBERS } from './extension-numbers.ts';
import { EXTENSION_TEXT } from './extension-text.ts';
import { LISTS } from './lists.ts';
import { MAPS } from './maps.ts';
import { OBJECTS } from './objects.ts';
import { SEGMENTS } from './segments.ts';
import { STRINGS } from './strings.ts';

/** Every function of the language (pql.md section 6), grouped as in the reference. */
export const FUNCTION_GROUPS: readonly FunctionGroup[] = [
  LISTS,
  AGGREGATES,
  MAPS,
  STRINGS,
  OBJECTS,
  DATES,
  SEGMENTS,
  EXTENSION_TEXT,
  EXTENSION_NUMBERS,
  EXTENSION_DATES,
];

/** Functions by name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDeclaration> = new Map(
  FUNCTION_GROUPS.flatMap((group) => group.functions).map((declaration) => [declaration.name, declaration]),
);
