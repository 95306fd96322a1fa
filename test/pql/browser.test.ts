import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as library from '../../src/pql/index.ts';
import { browserTests, startBrowser } from '../kit/chromium.ts';
import { caseRows, conformanceRows, sameResult } from './conformance.ts';

declare const pql: typeof library;

/** The library as one script for browsers. */
async function bundle(): Promise<string> {
  const input = new URL('../../src/pql/index.ts', import.meta.url).pathname;
  const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ format: 'iife', name: 'pql' });
  await build.close();
  return output[0].code;
}

describe.skipIf(browserTests.areLeftOut)(`the library in a browser (${browserTests.note})`, () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addScriptTag({ content: await bundle() });
  });
  afterAll(() => browser?.close());

  it('evaluates every conformance row, interpreted and compiled', async () => {
    const rows = [...conformanceRows(), ...caseRows()];
    const outcomes = await page.evaluate(
      (given) =>
        given.map(({ expression, now, profile }) => {
          const { ir, diagnostics } = pql.compileQuery(expression);
          if (ir === undefined) return [{ error: diagnostics[0]?.kind }];
          const values = [pql.evaluate(ir, profile, { now }), pql.compile(ir).evaluate(profile, { now })];
          return values.map((value) => ({ value: pql.valueToJson(value) }));
        }),
      rows,
    );
    const different = rows.filter(
      (row, index) => !outcomes[index]?.every((outcome) => sameResult(outcome, row.expect)),
    );
    expect(outcomes.length).toBe(rows.length);
    expect(different.map(({ id }) => id)).toEqual([]);
  });

  it('converts, explains and analyses', async () => {
    const found = await page.evaluate(() => {
      const { ir, facts } = pql.compileQuery('xEvent[eventType = "buy"].count() >= 2 and name.matches("^A")');
      if (ir === undefined) throw new Error('The expression is valid');
      return {
        text: pql.print(pql.compileQuery(pql.toJson(ir), { format: 'pql/json' }).ir ?? ir),
        usesEvents: facts.usesEvents,
        leaves: pql.explainPlan(ir, { layout: { profile: [], event: [] }, now: 0 }).leaves.length,
        streaming: pql.eligibility(ir, { schemaClass: '_xdm.context.profile', mergePolicyActiveOnEdge: true })
          .streaming,
        errors: pql.compileQuery('a == 1').diagnostics.map(pql.messageOf),
      };
    });
    expect(found).toEqual({
      text: 'xEvent[eventType = "buy"].count() >= 2 and name.matches("^A")',
      usesEvents: true,
      leaves: 0,
      streaming: false,
      errors: ["The PQL expression is not valid: mismatched input '==' expecting '=' (line 1, column 3)."],
    });
  });

  it('raises no error on the page', () => {
    expect(complaints).toEqual([]);
  });
});
