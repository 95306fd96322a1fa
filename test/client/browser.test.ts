import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import type * as library from '../../src/client/index.ts';
import { browserTests, startBrowser } from '../kit/chromium.ts';
import { scriptedServer } from './kit.ts';

declare const secant: typeof library;

/** The client as one script for browsers; whatever it needs of elsewhere would be missing. */
async function bundle(): Promise<string> {
  const input = new URL('../../src/client/index.ts', import.meta.url).pathname;
  const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ format: 'iife', name: 'secant' });
  await build.close();
  return output[0].code;
}

it.skipIf(browserTests.areLeftOut)(`works in a browser (${browserTests.note})`, async () => {
  const refusal = { errors: { 404: [{ code: 'UPAPI-113000-404', message: 'Not found.' }] } };
  await using server = await scriptedServer(
    { status: 200, body: '<link rel="icon" href="data:,">' },
    { status: 429, headers: { 'retry-after': '0' } },
    { status: 200, body: { status: 'ready' }, headers: { 'x-request-id': 'r1' } },
    { status: 404, body: refusal },
  );
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.addScriptTag({ content: await bundle() });
    const found = await page.evaluate(async (baseUrl) => {
      const client = secant.createClient({ baseUrl, token: 't', apiKey: 'k', organization: 'o' });
      const { data, requestId } = await client.get('/health');
      const error = await client.get('/health').catch((thrown) => thrown);
      return [data, requestId, error instanceof secant.ApiError, error.code];
    }, server.url);
    expect(found).toEqual([{ status: 'ready' }, 'r1', true, 'UPAPI-113000-404']);
  } finally {
    await browser.close();
  }
});
