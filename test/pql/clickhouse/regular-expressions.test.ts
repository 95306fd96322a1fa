import fc, { type Arbitrary } from 'fast-check';
import { expect, it } from 'vitest';
import { type EnginePattern, enginePattern } from '../../../src/pql/clickhouse/regular-expressions/engine-pattern.ts';
import { UnequalPattern } from '../../../src/pql/clickhouse/regular-expressions/parse.ts';
import { text } from '../../../src/pql/clickhouse/sql.ts';
import { regularExpression } from '../../../src/pql/values/regular-expression.ts';
import { describeColumnar } from '../../kit/clickhouse.ts';

const atoms = [
  ...[
    'a',
    'b',
    'k',
    'K',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '\\b',
    '\\B',
    '^',
    '$',
    '[ab]',
    '[^a]',
    '[a-c\\d]',
    '\\.',
    '\\x41',
    '\\n',
  ],
  ...['é', 'ß', 'ſ', 'ı', 'İ', '😀', '\\u00e9', '\\x{1F600}', '[😀é]', ' ', '\\p{Lt}', '[\\p{Sc}x]', '\\P{C}'],
];
const quantifiers = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}', '*?', '+?', '??'];

const { pattern: body } = fc.letrec<{ pattern: string; item: string; sequence: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: fc.constantFrom(...atoms) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('(', '(?:', '(?<n>'), tie('pattern'))
        .map(([open, inner]) => `${open}${inner})`),
    },
  ),
  sequence: fc
    .array(fc.tuple(tie('item'), fc.constantFrom(...quantifiers)), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts.map(([item, quantifier]) => (/^(?:[\^$]|\\[bB])$/.test(item) ? item : item + quantifier)).join(''),
    ),
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((options) => options.join('|')),
}));

const pattern: Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '', '(?i)', '(?s)', '(?m)', '(?ims)'), body)
  .map((parts) => parts.join(''));

const letters = [
  ...['a', 'b', 'k', 'K', 'c', '1', 'é', 'É', 'e\u0301', 'ß', 'ẞ', 'ſ', 's', '😀', '\n', '\r', ' ', '.', 'A', 'B', 'x'],
  ...['ı', 'İ', 'K', 'ǅ', '€', '\u2028', '中', '\0'],
];
const subject = fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((parts) => parts.join(''));

/** What the engine is asked of one pattern, and what the evaluators say. */
interface Question {
  readonly sql: string;
  readonly expected: (subject: string) => unknown;
}

function questions(source: string): readonly Question[] {
  const expression = regularExpression(source);
  const known = engine(source);
  if (expression === undefined || known === undefined) return [];
  const { plain, grouped, shape, multiline } = known;
  const found: Question[] = [{ sql: `match(s, ${text(plain)})`, expected: (s) => Number(expression.test(s)) }];
  if (shape.emptyLoop) return found;
  for (let number = 0; number <= shape.groups.length; number += 1) {
    const group = shape.groups[number - 1];
    if (group?.empty && group.optional) continue;
    const part = group?.optional ? `nullIf(part[${number + 1}], '')` : `part[${number + 1}]`;
    const parts = `[extractGroups(s, ${text(grouped)})]`;
    found.push({
      sql: `arrayMap(part -> if(empty(part), NULL, ${part}), ${parts})[1]`,
      expected: (s) => expression.group(s, number),
    });
  }
  if (!shape.empty && !multiline)
    found.push({ sql: `replaceRegexpAll(s, ${text(plain)}, '<>')`, expected: (s) => expression.replaceAll(s, '<>') });
  return found;
}

function engine(source: string): EnginePattern | undefined {
  try {
    return enginePattern(source);
  } catch (error) {
    if (error instanceof UnequalPattern) return undefined;
    throw error;
  }
}

describeColumnar('regular expressions find in SQL what they find elsewhere', (store) => {
  const differences = async (
    asked: readonly (Question & { readonly source: string })[],
    subjects: readonly string[],
  ) => {
    const columns = asked.map(({ sql }, index) => `${sql} AS answer_${index}`).join(',\n');
    const rows = await store().query<Record<string, unknown>>(
      `SELECT ${columns} FROM (SELECT arrayJoin([${subjects.map(text).join(', ')}]) AS s)`,
    );
    return asked.flatMap(({ source, sql, expected }, index) =>
      subjects.flatMap((s, row) => {
        const [wanted, actual] = [expected(s), rows[row]?.[`answer_${index}`]];
        return wanted === actual ? [] : [{ source, sql, s, wanted, actual }];
      }),
    );
  };
  const asked = (source: string) => questions(source).map((question) => ({ ...question, source }));

  it('whatever the pattern', async () => {
    const patterns = fc.array(pattern, { minLength: 40, maxLength: 40, size: 'max' });
    const subjects = fc.array(subject, { minLength: 60, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(patterns, subjects, async (sources, texts) => {
        expect(await differences(sources.flatMap(asked), texts)).toEqual([]);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('with the case ignored of every letter for which that is said', async () => {
    const characters = Array.from({ length: 0x2fff }, (_, code) => String.fromCodePoint(code + 1));
    const cased = characters.filter((one) => one.toLowerCase() !== one || one.toUpperCase() !== one);
    const sources = cased.map((one) => `(?i)${one}`).filter((source) => engine(source) !== undefined);
    expect(sources.length).toBeGreaterThan(200);
    for (let start = 0; start < sources.length; start += 100)
      expect(
        await differences(
          sources.slice(start, start + 100).flatMap((source) => asked(source).slice(0, 1)),
          cased,
        ),
      ).toEqual([]);
  });
});
