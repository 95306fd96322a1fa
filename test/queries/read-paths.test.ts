import { expect, it } from 'vitest';
import { readPaths } from '../../src/queries/read-paths.ts';
import { expression } from '../evaluation/world.ts';

it.each([
  ['age > 3 and home.city = "x"', ['age', 'home.city']],
  ['home.city = "x" or home.city = "y"', ['home.city']],
  ['orders.exists(total > 3)', ['orders']],
  ['orders.lines.sku.contains("x")', ['orders.lines.sku']],
  ['xEvent.exists(eventType = "a") and age > 3', ['age']],
  ['xEvent.exists(eventType = "a")', []],
  ['true', []],
])('%s reads %j', (text, paths) => {
  expect(readPaths(expression(text))).toEqual(paths);
});
