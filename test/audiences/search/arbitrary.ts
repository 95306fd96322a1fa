import fc from 'fast-check';
import type { SearchDocument } from '../../../src/audiences/search/index/document.ts';
import type { Atom, Bound, Clause, WildcardStep } from '../../../src/audiences/search/query/tree.ts';
import { documentOf } from './kit.ts';

/** Few words over few letters, so that queries and documents meet. */
const LETTERS = ['a', 'b', 'A', 'é', '1'];
const word = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 4 });
const odd = fc.string({ unit: fc.constantFrom(...'ab \\"*?:()[]{}^~+-!&|/#.😀\u3000'), minLength: 1, maxLength: 5 });
const text = fc.oneof({ weight: 3, arbitrary: word }, odd, fc.constantFrom('AND', 'OR', 'NOT', 'TO'));

const literal = text.map((value) => ({ text: value }));
/** Texts do not follow each other, and there is a wildcard; a text and `*` are a prefix, `*` alone is everything. */
const steps = fc
  .array(fc.oneof(literal, fc.constantFrom<WildcardStep>('*', '?')), { minLength: 1, maxLength: 5 })
  .map((all) => all.filter((step, at) => typeof step === 'string' || typeof all[at - 1] !== 'object'))
  .filter((all) => all.some((step) => step === '?') || all[0] === '*')
  .filter((all) => all.length > 1 || all[0] === '?');

const bound: fc.Arbitrary<Bound> = fc.record({ text: fc.oneof(text, fc.constant('')), inclusive: fc.boolean() });
const pattern = fc.constantFrom(
  'a',
  '[ab]+',
  'a\\/b',
  '(a|b1)*',
  '~a',
  '.*a&b.*',
  '<1-20>',
  '"a"b',
  '^ab?$',
  'a{1,2}@',
  '#|é',
);

export const atom: fc.Arbitrary<Atom> = fc.oneof(
  fc.constant<Atom>({ kind: 'all' }),
  fc.record({ kind: fc.constant('term' as const), text }),
  fc.record({ kind: fc.constant('fuzzy' as const), text, distance: fc.nat(2) }),
  fc.record({ kind: fc.constant('prefix' as const), text }),
  fc.record({ kind: fc.constant('wildcard' as const), steps }),
  fc.record({ kind: fc.constant('regex' as const), pattern }),
  fc.record({
    kind: fc.constant('phrase' as const),
    text: fc.array(fc.oneof(word, odd), { maxLength: 3 }).map((words) => words.join(' ')),
    slop: fc.nat(4),
  }),
  fc.record({ kind: fc.constant('range' as const), from: bound, to: bound }, { requiredKeys: ['kind'] }),
);

const boost = fc.oneof(fc.constant(1), fc.constantFrom(0.25, 2, 3.5, 0.0000001, 1e22));
const field = fc.constantFrom('segmentName', 'name', 'segmentDescription', 'id', 'parentFolderId', '*' as const);

const { list } = fc.letrec<{ list: readonly Clause[]; clause: Clause }>((tie) => ({
  clause: fc.record(
    {
      conjunction: fc.constantFrom('AND' as const, 'OR' as const),
      modifier: fc.constantFrom('+' as const, 'NOT' as const),
      field: field as fc.Arbitrary<NonNullable<Clause['field']>>,
      body: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        tie('list').map((clauses) => ({ kind: 'group' as const, clauses })),
      ),
      boost,
    },
    { requiredKeys: ['body', 'boost'] },
  ),
  list: fc.array(tie('clause'), { minLength: 1, maxLength: 4 }).map(withoutFirstConjunction),
}));

function withoutFirstConjunction(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.map((clause, at) => {
    const { conjunction: _none, ...first } = clause;
    return at === 0 ? first : clause;
  });
}

/** A query as a tree, of every construct. */
export const query = list;

const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '));
/** Audiences and folders, whose keys are their places. */
export const documents: fc.Arbitrary<readonly SearchDocument[]> = fc
  .array(fc.record({ id: word, name: words, description: fc.option(words), parent: word, isFolder: fc.boolean() }), {
    maxLength: 8,
  })
  .map((all) =>
    all.map(({ description, id, isFolder, name, parent }, at) => {
      const place = { parentFolderId: [parent], folderLocation: ['/', `/${parent}`] };
      const values = isFolder
        ? { folderId: [id], folderName: [name], ...place }
        : {
            segmentId: [id, `${id}${at}`],
            segmentName: [name],
            ...(description !== null && { segmentDescription: [description] }),
            ...place,
          };
      return documentOf(String(at), values, isFolder);
    }),
  );
