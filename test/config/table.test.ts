import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { configurationTable } from '../../src/config/table.ts';

it('has a row for every setting', () => {
  expect(configurationTable().split('\n')).toHaveLength(Object.keys(settings).length + 2);
});

it('is what the documentation shows; `secant config --markdown` prints it', async () => {
  const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  expect(page).toContain(configurationTable());
});

it('gives every setting names of its own', () => {
  for (const names of [
    Object.values(settings).map(({ env }) => env),
    Object.values(settings).flatMap((setting) => ('flag' in setting ? [setting.flag] : [])),
  ]) {
    expect(new Set(names).size).toBe(names.length);
  }
});
