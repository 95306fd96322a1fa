import { isForbiddenVariable, isIdentifier, RESERVED_WORDS } from '../text/keywords.ts';

/** A field or function name: in backquotes unless it is an identifier that is not reserved. */
export function fieldName(name: string): string {
  return isIdentifier(name) && !RESERVED_WORDS.has(name.toLowerCase()) ? name : `\`${name}\``;
}

/** The name of a variable or a label. */
export function variableName(name: string): string {
  return isIdentifier(name) && !isForbiddenVariable(name) ? name : `\`${name}\``;
}
