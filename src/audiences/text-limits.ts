/** Longest texts, in characters (api-segmentation.md section 1.1); external audiences and folders have the same. */
export const NAME_LIMIT = 255;
export const DESCRIPTION_LIMIT = 4000;

/** How many characters a text has, of which some are two UTF-16 units. */
export function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
