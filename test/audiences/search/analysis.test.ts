import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseKeyword, analyseText } from '../../../src/audiences/search/analysis.ts';

describe('analysis of text', () => {
  it.each<[text: string, tokens: string]>([
    ['Air-Condition', 'air condition'],
    ['aam-47995', 'aam 47995'],
    ["don't", "don't"],
    ['A, B & C. The end', 'a b c the end'],
    ['snake_case __x _', 'snake_case __x'],
    ['3.14 1,000 a.b 1.a', '3.14 1,000 a.b 1 a'],
    ['東京都 カタカナ ひら 한국어 말', '東 京 都 カタカナ ひ ら 한국어 말'],
    ['สวัสดี', 'สวัสดี'],
    ['צה"ל', 'צה"ל'],
    ['a.צה"ל', 'a.צה"ל'],
    ['ÉTÉ e\u0301te\u0301', 'été e\u0301te\u0301'],
    ['👍 …', ''],
  ])('%s', (text, tokens) => {
    expect(analyseText(text)).toEqual(tokens.split(' ').filter(Boolean));
  });

  it('cuts tokens of more than 255 characters', () => {
    expect(analyseText('😀x'.repeat(3) + 'y'.repeat(600)).map((token) => [...token].length)).toEqual([
      1, 1, 255, 255, 91,
    ]);
  });

  it('finds the words that the platform finds where both follow the annex', () => {
    // The platform does not keep words with a colon together, and has dictionaries for East Asian text.
    const characters = fc.constantFrom(...'abÉß1٣_ .,;\'"-/()&ابשЖω\u0301\u200d’·　');
    const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 20 }), (text) => {
        const words = [...segmenter.segment(text)]
          .map(({ segment }) => segment)
          .filter((part) => /[\p{L}\p{N}]/u.test(part));
        expect(analyseText(text)).toEqual(words.map((part) => part.toLowerCase()));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes keywords whole', () => {
    expect([analyseKeyword('A b-C'), analyseKeyword('')]).toEqual([['a b-c'], []]);
  });
});
