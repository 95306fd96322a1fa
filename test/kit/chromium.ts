import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const HOW = 'install Chromium (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH';

/** The program that tests in a browser need; undefined on a machine without it. */
const program = process.env.CHROMIUM_PATH ?? NAMES.flatMap(placesOf).find(isProgram);

/** Tests in a browser are left out on a machine without one, but never in CI. */
export const browserTests = {
  areLeftOut: program === undefined && process.env.CI === undefined,
  /** For the title of the tests. */
  note: program === undefined ? `needs a browser: ${HOW}` : 'in Chromium',
};

/** Starts the browser of the machine; close it after use. */
export async function startBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error(`There is no browser: ${HOW}`);
  // Root, as in containers, gets no sandbox from the system.
  return chromium.launch({ executablePath: program, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

function placesOf(name: string): readonly string[] {
  return (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
