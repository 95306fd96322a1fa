import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sharedFile, sharedTests } from '../kit/shared.ts';

/** The tables are kept here, so that a checkout on its own can run them. */
describe.skipIf(sharedTests.areLeftOut)(`tables of the specification (${sharedTests.note})`, () => {
  it.each(['pql-conformance.ndjson', 'eligibility.ndjson'])('%s is the same', async (name) => {
    const own = await readFile(new URL(name, import.meta.url), 'utf8');
    expect(own).toBe(await readFile(sharedFile(`spec/${name}`), 'utf8'));
  });
});
