import type { Steps } from '../work.ts';
import type { FieldIndex } from './field-index.ts';

/** Tells which documents match in one field, and how well; a document may be told more than once. */
export type Matcher = (field: FieldIndex, visit: (document: number, score: number) => void) => Steps<void>;
