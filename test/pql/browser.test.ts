import { Script } from 'node:vm';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

/** The library as one script for browsers. */
async function bundle(): Promise<string> {
  const input = new URL('../../src/pql/index.ts', import.meta.url).pathname;
  const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ format: 'iife', name: 'pql' });
  await build.close();
  return output[0].code;
}

const PAGE = `
  const { ir, facts } = pql.compileQuery('xEvent[eventType = "buy" and price > 5].count() >= 2 and name.matches("^A")');
  const profile = { name: 'Ana', xEvent: [{ eventType: 'buy', price: 6 }, { eventType: 'buy', price: 7 }] };
  JSON.stringify({
    qualifies: pql.compile(ir).qualifies(profile, { now: 0 }),
    interpreted: pql.toJson(pql.evaluate(ir, profile, { now: 0 })),
    text: pql.print(pql.compileQuery(pql.toJsonText(ir), { format: 'pql/json' }).ir),
    usesEvents: facts.usesEvents,
    error: pql.messageOf(pql.compileQuery('a == 1').diagnostics[0]),
  });
`;

describe('the library in a browser', () => {
  it('runs as a script with nothing but what browsers have', async () => {
    const script = new Script(`${await bundle()}\n${PAGE}`);
    const result = script.runInNewContext({ TextEncoder });
    expect(JSON.parse(result)).toEqual({
      qualifies: true,
      interpreted: true,
      text: 'xEvent[eventType = "buy" and price > 5].count() >= 2 and name.matches("^A")',
      usesEvents: true,
      error: "The PQL expression is not valid: mismatched input '==' expecting '=' (line 1, column 3).",
    });
  });
});
