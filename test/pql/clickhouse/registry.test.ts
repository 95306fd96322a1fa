import { expect, it } from 'vitest';
import { SQL_FUNCTIONS } from '../../../src/pql/clickhouse/calls.ts';
import { FUNCTIONS } from '../../../src/pql/functions/registry.ts';

it('says of every declared function how it is said in SQL, or why it is not', () => {
  expect(Object.keys(SQL_FUNCTIONS)).toEqual([...FUNCTIONS.keys()]);
});

it('says why only where no argument could make a difference', () => {
  const residual = Object.entries(SQL_FUNCTIONS).filter(([, said]) => typeof said === 'string');
  expect(residual.map(([name]) => name)).toEqual(['mapEntry', 'ignoreYear']);
});
