import type { Steps, Work } from '../../work.ts';
import type { Expression, Expressions } from './expressions.ts';
import { interval } from './interval.ts';
import type { Pattern } from './pattern.ts';

/** The expression that a pattern stands for. */
export function* expressionOf(pattern: Pattern, all: Expressions, work: Work): Steps<Expression> {
  if (work.pauses()) yield;
  switch (pattern.kind) {
    case 'characters':
      return all.characters(pattern.characters);
    case 'literal':
      return yield* literal(pattern.text, all, work);
    case 'interval':
      return interval(all, pattern.one, pattern.other);
    case 'everything':
    case 'nothing':
      return all[pattern.kind];
    case 'complement':
      return all.complement(yield* expressionOf(pattern.item, all, work));
    case 'repetition':
      return all.repetition(yield* expressionOf(pattern.item, all, work), pattern.least, pattern.most);
  }
  const items: Expression[] = [];
  for (const item of pattern.items) items.push(yield* expressionOf(item, all, work));
  if (pattern.kind !== 'concatenation') return all[pattern.kind](items);
  return items.reduceRight((rest, first) => all.concatenation(first, rest), all.empty);
}

function* literal(text: string, all: Expressions, work: Work): Steps<Expression> {
  let rest = all.empty;
  for (const character of [...text].reverse()) {
    const code = character.codePointAt(0) ?? 0;
    rest = all.concatenation(all.characters([[code, code]]), rest);
    if (work.pauses()) yield;
  }
  return rest;
}
